"""What social cards say of pledges, only ever of what everybody may see."""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from besa.core.dates import day_of
from besa.core.templatetags.besa import number
from besa.places.terms import in_words_of, office_term
from besa.pledges.cards.mandate_card import CardPart, MandateCard
from besa.pledges.cards.pledge_card import PledgeCard
from besa.pledges.models import Mandate, Post
from besa.pledges.public_cards import title_of, token_of
from besa.pledges.queries.bitemporal import ratings_that_count
from besa.pledges.queries.public_glance import glance_of
from besa.pledges.queries.public_mandates import public_mandate
from besa.pledges.queries.public_pledge import public_pledge
from besa.pledges.statuses import Status, label_of


def pledge_card(uid: str, language: str) -> PledgeCard | None:
    """What the card of a pledge says; None for what is not public. A corrected rating says so, and since when."""
    pledge = public_pledge(uid)
    if pledge is None:
        return None
    ratings = list(pledge.ratings.filter(recorded_at__lte=timezone.now()).order_by("recorded_at", "pk"))
    counting = ratings_that_count(ratings)
    rating = counting[-1] if counting and pledge.is_ratable else None
    status = rating.new if rating else ("" if pledge.is_ratable else Status.UNRATABLE.value)
    with translation.override(language):
        corrected = ""
        if rating and rating.corrects_id:
            corrected = _("Corrected on %(day)s") % {"day": day_of(rating.recorded_at)}
        checked = _("As of %(day)s") % {"day": day_of(rating.recorded_at)} if rating else ""
        return PledgeCard(
            token=token_of(status),
            status=capfirst(str(label_of(status))),
            title=title_of(pledge)[0],
            who=f"{pledge.mandate.person.name}, {office_of(pledge.mandate)}",
            day=checked,
            corrected=corrected,
            language=language,
        )


def mandate_card(slug: str, language: str) -> MandateCard | None:
    """What the card of a mandate says; None for one that is not there."""
    mandate = public_mandate(slug)
    if mandate is None:
        return None
    with translation.override(language):
        glance = glance_of(mandate)
        parts = tuple(
            CardPart(part.token, part.n, number(part.n), part.label.lower()) for part in glance.parts
        )
        day = glance.round.published_at if glance.round else None
        return MandateCard(
            name=mandate.person.name,
            office=capfirst(office_of(mandate)),
            sentence=glance.sentence or words_without_list(mandate),
            parts=parts,
            day=_("As of %(day)s") % {"day": day_of(day)} if day else "",
            language=language,
        )


def office_of(mandate: Mandate) -> str:
    """The office and the place: "mayor of Peja" in the words of the country."""
    country, place = mandate.municipality.country, mandate.municipality.name
    if mandate.post.kind == Post.Kind.MAYOR:
        office = office_term("mayor", country, mandate.person.gender)
        # Translators: an office and a place, such as "mayor, Peja"
        return _("%(office)s, %(place)s") % {"office": office, "place": place}
    member = in_words_of(country, _("member of the municipal assembly"))
    return _("%(office)s, %(place)s") % {"office": member, "place": place}


def words_without_list(mandate: Mandate) -> str:
    """Why there is nothing to count: in words, never as a number."""
    if mandate.programme_state == Mandate.ProgrammeState.NONE:
        return _("No programme published.")
    return _("No list of pledges is published yet.")
