"""What each clip says: how to report, what a mayor promised, a municipality's month. Every number is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy, ngettext

from besa.core.brands import Brand
from besa.core.languages import TAGS
from besa.core.links import absolute_url, site_address
from besa.insights.clips.clip import Bar, Clip, Scene
from besa.insights.clips.pacing import paced
from besa.insights.editions import KINDS, Wanted
from besa.insights.ingredients import icons, ingredients
from besa.insights.queries.boards.frame import short
from besa.insights.queries.infographic import ENOUGH
from besa.insights.queries.month import Month, count_month, month_name
from besa.insights.queries.promised import Promised, promised_in
from besa.insights.writing import day, percentage, plain
from besa.places.calendar import today_in
from besa.places.models import Municipality
from besa.places.terms import in_words_of
from besa.reports.deadlines.words import terms_in_words
from besa.reports.queries.promises import common_promise

REPORT, MAYOR, MONTH = "report", "mayor", "month"
#: what clips there are, by the key of their topic
TOPICS: Final[dict[str, Promise]] = {
    REPORT: gettext_lazy("How to report"),
    MONTH: gettext_lazy("This month"),
    MAYOR: gettext_lazy("What your mayor promised"),
}
_DRAWN: Final = ("globe", "pin", "camera", "clock", "eye", "thumb")


@dataclass(frozen=True)
class _Said:
    """A clip's scenes before they are paced, where its code leads, and as of when it was counted."""

    name: str
    scenes: Iterable[Scene]
    url: str
    address: str
    counted: str


def clip_wanted(
    topic: str, municipality: Municipality, month: date, language: str, brand: Brand
) -> Wanted | None:
    """The clip of a topic in a language, with the numbers as they are now; None where there is nothing to tell."""
    with translation.override(language):
        said = _TELLERS[topic](municipality, month, language, brand)
        if said is None:
            return None
        clip = Clip(
            name=said.name,
            municipality=municipality.name,
            scenes=paced(list(said.scenes)),
            counted=said.counted,
            address=said.address,
            words={"qr": gettext("QR code that opens the page")},
        )
    content = {
        **asdict(clip),
        **ingredients(brand, language, said.url),
        "icons": {name: icons()[name] for name in _DRAWN},
    }
    subject = f"{month:%Y-%m}" if topic == MONTH else topic
    return Wanted(KINDS["clips"], municipality.slug, subject, language, brand.key, content)


def _how_to_report(municipality: Municipality, month: date, language: str, brand: Brand) -> _Said:
    url = absolute_url("reports:new", language=language, brand=brand.key)
    address = short(site_address(brand.key))
    terms = terms_in_words(common_promise(municipality).response)
    steps = (
        ("globe", gettext("Open %(address)s on your phone.") % {"address": address}),
        ("pin", gettext("Show on the map where it is.")),
        ("camera", gettext("Take a photo and say in a few words what is wrong.")),
        ("clock", gettext("The municipality has promised an answer within %(time)s.") % {"time": terms}),
        ("eye", gettext("You will see what becomes of it.")),
        ("thumb", gettext("You have the last word: is it fixed or not?")),
    )
    said = [
        Scene("step", in_words_of(municipality.country, words), icon=icon, number=plain(number))
        for number, (icon, words) in enumerate(steps, start=1)
    ]
    return _Said(
        name=gettext("How to report"),
        scenes=[
            Scene("title", gettext("Is something broken here?"), municipality.name),
            *said,
            Scene("closing", gettext("Report it in a minute"), address),
        ],
        url=f"{url}?{urlencode({'municipality': municipality.slug})}",
        address=address,
        counted=_as_of(today_in(municipality)),
    )


def _this_month(municipality: Municipality, month: date, language: str, brand: Brand) -> _Said | None:
    counted = count_month(municipality, month)
    if not counted.says_something:
        return None
    page = absolute_url("insights:statistics", municipality.slug, language=language, brand=brand.key)
    period = {"since": counted.first, "until": counted.last, "as_of": counted.last}
    return _Said(
        name=month_name(month),
        scenes=[
            Scene("title", gettext("What was reported, what was fixed"), capfirst(month_name(month))),
            *_month_scenes(municipality, counted),
            Scene("closing", gettext("All numbers, and how each is counted"), short(page)),
        ],
        url=f"{page}?{urlencode(period)}",
        address=short(page),
        counted=_as_of(counted.last),
    )


def _month_scenes(municipality: Municipality, month: Month) -> list[Scene]:
    """One number to a scene. What rests on too few reports is left out."""
    scenes = [
        _number(reported_in_words(month.reported), plain(month.reported), "received"),
        _number(repaired_in_words(month.repaired), plain(month.repaired), "fixed"),
    ]
    if month.rapid and month.rapid.value is not None:
        share = percentage(month.rapid.value)
        scenes.append(_number(rapid_in_words(month), share, "acknowledged", optional=True))
    if month.reported >= ENOUGH and len(month.most) > 1:
        most = max(line.counted["reports"] for line in month.most)
        bars = tuple(
            Bar(line.part.name, plain(line.counted["reports"]), line.counted["reports"] / most)
            for line in month.most
        )
        scenes.append(Scene("bars", gettext("What people report most"), bars=bars, optional=True))
    scenes.append(_number(open_in_words(month.open), plain(month.open), "in_progress"))
    return scenes


def _number(said: str, strong: str, sign: str, *, optional: bool = False) -> Scene:
    return Scene("number", said, strong=strong, sign=sign, optional=optional)


def reported_in_words(n: int) -> str:
    """ "34 problems were reported." """
    return ngettext("%(n)s problem was reported.", "%(n)s problems were reported.", n) % {"n": plain(n)}


def repaired_in_words(n: int) -> str:
    """ "21 problems were fixed, older ones included." """
    words = ngettext(
        "%(n)s problem was fixed, whenever it was reported.",
        "%(n)s problems were fixed, older ones included.",
        n,
    )
    return words % {"n": plain(n)}


def open_in_words(n: int) -> str:
    """ "58 problems are still open." """
    return ngettext("%(n)s problem is still open.", "%(n)s problems are still open.", n) % {"n": plain(n)}


def rapid_in_words(month: Month) -> str:
    """The share of rapid reactions with its denominator; empty where it rests on too few reports."""
    if month.rapid is None or month.rapid.value is None:
        return ""
    words = ngettext(
        "%(share)s of %(n)s answer that was due came in time.",
        "%(share)s of %(n)s answers that were due came in time.",
        month.rapid.n,
    )
    return words % {"share": percentage(month.rapid.value), "n": plain(month.rapid.n)}


def _promised(municipality: Municipality, month: date, language: str, brand: Brand) -> _Said | None:
    found = promised_in(municipality)
    if found is None:
        return None
    page = absolute_url("pledges:mandate", found.slug, language=language, brand=brand.key)
    return _Said(
        name=gettext("What your mayor promised"),
        scenes=[
            Scene("title", gettext("What your mayor promised"), f"{found.name}, {found.office}"),
            *_promised_scenes(found),
            Scene("closing", gettext("See each pledge with its evidence"), short(page)),
        ],
        url=page,
        address=short(page),
        counted=_as_of(found.as_of),
    )


def _promised_scenes(found: Promised) -> list[Scene]:
    """The counts with their denominator, then single pledges."""
    most = max(part.n for part in found.parts)
    bars = tuple(Bar(part.label, plain(part.n), part.n / most, sign=part.token) for part in found.parts)
    together = found.sentence.replace(" %", "\N{NO-BREAK SPACE}%")
    return [
        Scene("bars", together, bars=bars),
        *(Scene("pledge", one.title, one.status, sign=one.token, optional=True) for one in found.pledges),
    ]


def _as_of(last: date) -> str:
    return gettext("As of %(day)s") % {"day": day(last)}


_TELLERS: Final[dict[str, Callable[[Municipality, date, str, Brand], _Said | None]]] = {
    REPORT: _how_to_report,
    MONTH: _this_month,
    MAYOR: _promised,
}


def player_of(wanted: Wanted) -> dict[str, str]:
    """The addresses that a player of the clip needs, its language, and how long the clip is."""
    names = {"film": "square.mp4", "still": "square.png", "captions": "captions.vtt"}
    seconds = round(sum(scene["seconds"] for scene in wanted.content["scenes"]))
    series = [wanted.kind.key, wanted.municipality, wanted.subject, wanted.language]
    return {
        **{key: reverse("insights-data:edition_file", args=[*series, name]) for key, name in names.items()},
        "tag": TAGS[wanted.language],
        "length": ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": plain(seconds)},
    }
