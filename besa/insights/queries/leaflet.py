"""What the leaflet of a municipality says, in the active language: its own categories and its own promise."""

from __future__ import annotations

from django.utils.translation import gettext

from besa.insights.posters.leaflet import Leaflet, Step, Topic
from besa.insights.writing import day
from besa.places.calendar import today_in
from besa.places.models import Municipality
from besa.places.terms import in_words_of
from besa.reports.deadlines.words import terms_in_words
from besa.reports.queries.categories import categories_of
from besa.reports.queries.promises import common_promise

_TOPICS = 8


def leaflet_of(municipality: Municipality, address: str) -> Leaflet:
    """The leaflet's words; the promise is the one that holds for all categories without one of their own."""
    promise = common_promise(municipality)
    lines = (
        gettext("An answer within %(time)s.") % {"time": terms_in_words(promise.response)},
        gettext("A repair within %(time)s, where nothing else is promised.")
        % {"time": terms_in_words(promise.fix)},
    )
    country = municipality.country
    return Leaflet(
        topics_title=gettext("You can report, for example:"),
        topics=_topics(municipality),
        title=gettext("How it works"),
        steps=(
            Step("globe", gettext("Scan the code, or open %(address)s.") % {"address": address}),
            Step("pin", gettext("Show on the map where it is.")),
            Step("camera", gettext("Take a photo and say in a few words what is wrong.")),
            Step("bell", gettext("Leave an e-mail address if you want to hear what becomes of it.")),
            Step("thumb", gettext("You have the last word: is it fixed or not?")),
        ),
        promise_title=in_words_of(country, gettext("What the municipality has promised")),
        promises=tuple(in_words_of(country, line) for line in lines),
        counted=gettext("As of %(day)s") % {"day": day(today_in(municipality))},
        privacy=gettext("You need no account and no app, and your name is not shown."),
    )


def _topics(municipality: Municipality) -> tuple[Topic, ...]:
    """The first categories that the municipality offers, in its own order and words."""
    return tuple(Topic(one.icon, one.name) for one in categories_of(municipality.pk)[:_TOPICS])
