"""What all boards about pledges have in common: the moment, the counts, the as-of line, the words for shapes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from besa.core import languages
from besa.core.brands import DEFAULT, Brand
from besa.core.links import absolute_url
from besa.insights.infographics.absence import NO_LIST, NO_PROGRAMME, NothingToShow
from besa.insights.infographics.boards import NoSubject, Part
from besa.insights.writing import day, plain
from besa.places.calendar import today_in
from besa.pledges.areas import AREAS
from besa.pledges.models import Mandate
from besa.pledges.public_cards import UNRATED
from besa.pledges.public_tally import Part as Counted
from besa.pledges.public_tally import percent_of
from besa.pledges.queries.bitemporal import Standing, Tally, standings_as_of, tally_of
from besa.pledges.queries.public_mandates import end_of_day, public_mandate
from besa.pledges.queries.public_rounds import RoundFacts, round_facts
from besa.pledges.queries.public_social import office_of
from besa.pledges.statuses import STATUSES, label_of


@dataclass(frozen=True)
class Request:
    """Which infographic somebody wants. `as_of` None is now; `period` only where a template has one.

    `by` is the slug of the organisation whose arrangement of words and order is used; "" is Besa's own.
    """

    template: str
    subject: str
    language: str = languages.SQ
    as_of: date | None = None
    period: str = ""
    by: str = ""
    brand: Brand = DEFAULT


@dataclass(frozen=True)
class Moment:
    """The day that an infographic is about, and the last moment that it knows of."""

    day: date
    known_at: datetime
    is_past: bool


def moment_of(mandate: Mandate, as_of: date | None) -> Moment:
    """The end of a day by the municipality's clock; now for today and for days to come."""
    today = today_in(mandate.municipality)
    if as_of is None or as_of >= today:
        return Moment(today, timezone.now(), is_past=False)
    return Moment(as_of, end_of_day(mandate, as_of), is_past=True)


@dataclass(frozen=True)
class Known:
    """A mandate's pledges as they were known at a moment, their counts, and the round that found them."""

    mandate: Mandate
    moment: Moment
    standings: list[Standing]
    tally: Tally
    round: RoundFacts | None

    def require_pledges(self) -> None:
        """NothingToShow where there is nothing to count."""
        if not self.tally.total:
            raise NothingToShow(why_no_list(self.mandate))


def why_no_list(mandate: Mandate) -> str:
    """What is missing of a mandate without pledges: a programme, or so far only the list."""
    return NO_PROGRAMME if mandate.programme_state == Mandate.ProgrammeState.NONE else NO_LIST


def known_of(subject: str, as_of: date | None) -> Known:
    """A handful of queries, whatever the number of pledges; NoSubject for a mandate that is not there."""
    mandate = public_mandate(subject)
    if mandate is None:
        raise NoSubject(subject)
    moment = moment_of(mandate, as_of)
    standings = standings_as_of(mandate, known_at=moment.known_at)
    return Known(mandate, moment, standings, tally_of(standings), round_facts(mandate, moment.known_at))


def framed(known: Known, asked: Request) -> dict[str, Any]:
    """The fields of the frame of a board about a mandate, in the active language."""
    mandate = known.mandate
    return {
        "template": asked.template,
        "title": mandate.person.name,
        "subtitle": f"{capfirst(office_of(mandate))} · {mandate.starts.year}–{mandate.term_ends.year}",
        "counted": counted_of(known),
        "method": method_of(known.round),
        "address": short(page_of(mandate, asked.brand)),
        "words": words_of_statuses(),
        "numbers": numbers_of(known),
    }


def numbers_of(known: Known) -> dict[str, str]:
    """What an editor's words may name, whatever the numbers are just now."""
    tally, mandate = known.tally, known.mandate
    found = {
        "title": mandate.person.name,
        "place": mandate.municipality.name,
        "day": day(known.moment.day),
        "all": plain(tally.total),
        "rated": plain(tally.scored),
    }
    for status, facts in STATUSES.items():
        found[status.value] = plain(tally.by_status[status])
        share = tally.share(status)
        if facts.scored and share is not None:
            found[f"{status.value}_percent"] = percent_of(share)
    return found


def counted_of(known: Known) -> str:
    """As of which day, from how many pledges, checked when."""
    words = {"day": day(known.moment.day)}
    if known.round is None:
        return _("As of %(day)s.") % words
    return _("As of %(day)s. Last checked on %(checked)s.") % {**words, "checked": day(known.round.as_of)}


def method_of(round: RoundFacts | None) -> str:
    """How the statuses were found, with the coders' agreement where it is published."""
    more = _("Evidence, method and the office's reply: at the address above. CC BY 4.0.")
    if round is None or round.alpha.value is None:
        return more
    agreed = _(
        "Two monitors judged each pledge without knowing of each other (Krippendorff's α = %(value)s, n = %(n)s)."
    )
    value = number_format(round.alpha.value, decimal_pos=2)
    return f"{agreed % {'value': value, 'n': plain(round.alpha.n)}} {more}"


def page_of(mandate: Mandate, brand: Brand, *more: str, on: date | None = None) -> str:
    """The page that an infographic leads to, as it was on a past day if it is about one."""
    view = "pledges:pledge" if more else "pledges:mandate"
    page = absolute_url(view, mandate.slug, *more, language=get_language() or languages.SQ, brand=brand.key)
    return f"{page}?{urlencode({'on': on.isoformat()})}" if on else page


def short(address: str) -> str:
    """An address as people write it."""
    parts = urlsplit(address)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"


def words_of_statuses() -> dict[str, str]:
    """What each shape means, for those who hear the file."""
    named = {facts.token: status_word(status) for status, facts in STATUSES.items()}
    return {**named, UNRATED: status_word(""), "qr": _("QR code of the page with all details")}


def status_word(status: str) -> str:
    """The word of a standing, as a label."""
    return str(capfirst(str(label_of(status))))


def parts_of_board(parts: list[Counted]) -> tuple[Part, ...]:
    """Counts as a board shows them."""
    return tuple(
        Part(one.key, one.token, one.label, one.n, plain(one.n), one.percent, one.share or 0.0)
        for one in parts
    )


def one_stop(text: str) -> str:
    """A sentence that ends with a Serbian day, which has a full stop of its own, ends with one."""
    return text.replace("..", ".")


def area_of(key: str) -> tuple[str, str]:
    """The word and the icon of a policy area."""
    area = AREAS.get(key)
    return (str(area.label), area.icon) if area else ("", "")


def parts_in_words(parts: tuple[Part, ...]) -> str:
    """The counts one after the other, for those who hear them: "fulfilled: 8 (33 %); stalled: 2"."""
    said = (
        f"{one.label}: {one.number}" + (f" ({one.percent})" if one.percent else "") for one in parts if one.n
    )
    return "; ".join(said)
