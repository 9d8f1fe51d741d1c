"""Figures of pledges: how many of a mandate's pledges are what, how far the coders agreed, and on what ratings rest.

They have two times: `as_of` is what was known at the end of a day, `true_on` what was true on one. Ratings are
append-only, so any past figure comes out again exactly. Shares are of the rated pledges that count in shares; they are
of all pledges there are, so chance moves nothing and they have no interval.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from besa.core.registries import figures
from besa.insights.bound import BoundFigure, Result, Value, day_in
from besa.insights.reader import Reader
from besa.insights.scopes import ScopeError
from besa.insights.series import Counted, Unit
from besa.pledges.areas import AREAS
from besa.pledges.models import Evidence, Mandate, Pledge
from besa.pledges.queries.bitemporal import Standing, Tally, tally_of
from besa.pledges.queries.public_mandates import end_of_day, public_mandate
from besa.pledges.queries.public_rounds import RoundFacts, round_facts
from besa.pledges.reliability import Alpha
from besa.pledges.statuses import GRADE_LABELS, LEVEL_LABELS, STATUSES, Flag, Grade, Level, Status, label_of

_EARLIEST: Final = date(1990, 1, 1)
#: what a question about pledges may name, as `asked_of` reads it
PARAMETERS: Final = ("mandate", "area", "place", "as_of", "true_on")


@dataclass(frozen=True)
class AskedPledges:
    """Whose pledges are counted, and as of when. `known_at` is the moment that `day` stands for."""

    mandate: Mandate
    area: str
    place: str
    day: date
    known_at: datetime
    true_on: date | None

    @property
    def parameters(self) -> dict[str, str]:
        """What asks for the same again, at any later time."""
        asked = {
            "mandate": self.mandate.slug,
            "area": self.area,
            "place": self.place,
            "as_of": self.day.isoformat(),
            "true_on": self.true_on.isoformat() if self.true_on else "",
        }
        return {name: value for name, value in asked.items() if value}


def asked_of(asked: Mapping[str, str], reader: Reader) -> AskedPledges:
    """What parameters ask for, as of the reader's moment if not of a past day. Raises ScopeError."""
    mandate = public_mandate(asked.get("mandate", "").replace("\x00", ""))
    if mandate is None:
        raise ScopeError("mandate")
    area, place = asked.get("area", ""), asked.get("place", "")
    if area and area not in AREAS:
        raise ScopeError("area")
    if place and not mandate.municipality.places.filter(slug=place.replace("\x00", "")[:100]).exists():
        raise ScopeError("place")
    today = reader.now.astimezone(ZoneInfo(mandate.municipality.time_zone)).date()
    day = day_in(asked, "as_of") or today
    if day < _EARLIEST:
        raise ScopeError("as_of")
    known_at = end_of_day(mandate, day) if day < today else reader.now
    return AskedPledges(mandate, area, place, min(day, today), known_at, day_in(asked, "true_on"))


class PledgeCount:
    """All numbers of one question about pledges."""

    def __init__(self, asked: AskedPledges, reader: Reader) -> None:
        self.asked = asked
        self._reader = reader

    @cached_property
    def standings(self) -> list[Standing]:
        """What each pledge of the question was."""
        asked = self.asked
        found = self._reader.standings(asked.mandate, asked.known_at, asked.true_on)
        if asked.area:
            found = [one for one in found if one.pledge.area == asked.area]
        if asked.place:
            at = Pledge.places.through.objects.filter(place__slug=asked.place, pledge__mandate=asked.mandate)
            there = set(at.values_list("pledge_id", flat=True))
            found = [one for one in found if one.pledge.pk in there]
        return found

    @cached_property
    def tally(self) -> Tally:
        """How many are what."""
        return tally_of(self.standings)

    def flagged(self, flag: Flag) -> int:
        """How many rated pledges that count in shares carry a flag."""
        return sum(flag in one.flags for one in self.standings if one.scored)

    @cached_property
    def grades(self) -> dict[str, int]:
        """How many pieces of evidence of each grade the ratings rest on that hold, each piece counted once."""
        ratings = [one.rating.pk for one in self.standings if one.rating]
        rows = Evidence.objects.filter(ratings__in=ratings).values_list("pk", "grade").distinct()
        grades = [grade for _, grade in rows]
        return {grade.value: grades.count(grade) for grade in Grade}

    @cached_property
    def round(self) -> RoundFacts | None:
        """The newest round that was published by then."""
        return round_facts(self.asked.mandate, self.asked.known_at)


@dataclass(frozen=True)
class PledgeFigure(BoundFigure):
    """One figure of a mandate's pledges."""

    count: Callable[[PledgeCount], Result]
    standing: bool = field(default=True, kw_only=True)
    #: of the whole list only: coders agree about a round, not about an area
    whole: bool = False

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names that `read` understands."""
        return ("mandate", "as_of") if self.whole else PARAMETERS

    def read(self, asked: Mapping[str, str], reader: Reader | None = None) -> Value:
        """The figure of `mandate`, a slug, and of what else is asked; ScopeError when a parameter names nothing."""
        reader = reader or Reader()
        known = {name: asked.get(name, "") for name in self.parameters}
        return self.of(PledgeCount(asked_of(known, reader), reader))

    def of(self, count: PledgeCount) -> Value:
        """The figure from what is counted already."""
        value, n, low, high = self.count(count)
        return Value(
            key=self.key,
            value=value,
            n=n,
            unit=self.unit,
            as_of=count.asked.known_at,
            label=str(self.label),
            municipality=count.asked.mandate.municipality.slug,
            parameters=count.asked.parameters,
            low=low,
            high=high,
            counted=Counted.PLEDGES,
        )


def _of_status(status: Status) -> Callable[[PledgeCount], Result]:
    return lambda count: (count.tally.by_status[status], count.tally.total, None, None)


def _share_of_status(status: Status) -> Callable[[PledgeCount], Result]:
    return lambda count: (count.tally.share(status), count.tally.scored, None, None)


def _share_of_level(level: Level) -> Callable[[PledgeCount], Result]:
    return lambda count: (count.tally.share_of_level(level), count.tally.scored, None, None)


def _evidence(*grades: Grade) -> Callable[[PledgeCount], Result]:
    def count(counted: PledgeCount) -> Result:
        rated = counted.tally.total - counted.tally.unrated
        return sum(counted.grades[grade] for grade in grades), rated, None, None

    return count


def _alpha(which: Callable[[RoundFacts], Alpha]) -> Callable[[PledgeCount], Result]:
    def count(counted: PledgeCount) -> Result:
        if counted.round is None:
            return None, 0, None, None
        alpha = which(counted.round)
        return alpha.value, alpha.n, alpha.low, alpha.high

    return count


def _statuses() -> list[PledgeFigure]:
    return [
        PledgeFigure(
            f"pledges.{status.value}", Unit.COUNT, format_lazy(_("pledges: {status}"), status=facts.label),
            facts.meaning, _of_status(status),
        )
        for status, facts in STATUSES.items()
    ]  # fmt: skip


def _shares() -> list[PledgeFigure]:
    said = _("Of the rated pledges that count in shares: not those that cannot be rated, are outside the competence of "
             "a municipality, or were superseded.")  # fmt: skip
    return [
        PledgeFigure(
            f"pledges.{status.value}_share", Unit.SHARE,
            format_lazy(_("share of pledges: {status}"), status=facts.label), said, _share_of_status(status),
        )
        for status, facts in STATUSES.items()
        if facts.scored
    ]  # fmt: skip


def _levels() -> list[PledgeFigure]:
    said = _("By the four levels of GAP Institute’s Municipal ID. A broken pledge on which work had begun counts as "
             "initiated.")  # fmt: skip
    return [
        PledgeFigure(
            f"pledges.level_{level.value}_share", Unit.SHARE,
            format_lazy(_("share of pledges by GAP’s levels: {level}"), level=LEVEL_LABELS[level]), said,
            _share_of_level(level),
        )
        for level in reversed(Level)
    ]  # fmt: skip


def _grades() -> list[PledgeFigure]:
    said = _("Archived pieces on which the ratings rest that hold, each counted once.")
    return [
        PledgeFigure(
            f"pledges.evidence_{grade.value.lower()}", Unit.COUNT,
            format_lazy(_("pieces of evidence, {grade}"), grade=GRADE_LABELS[grade]), said, _evidence(grade),
        )
        for grade in Grade
    ]  # fmt: skip


_TESTED: Final[Promise] = _(
    "Krippendorff’s alpha of the newest published round: how far two coders who did not see each other’s verdicts "
    "agreed, beyond what chance would give. Its 95 % interval is from resampled pledges."
)

PLEDGE_FIGURES: Final[tuple[PledgeFigure, ...]] = (
    PledgeFigure(
        "pledges.total", Unit.COUNT, _("pledges"), _("Pledges on the frozen list of the mandate."),
        lambda count: (count.tally.total, count.tally.total, None, None),
    ),
    PledgeFigure(
        "pledges.scored", Unit.COUNT, _("rated pledges"),
        _("Pledges with a status that counts in shares: what every share is a share of."),
        lambda count: (count.tally.scored, count.tally.total, None, None),
    ),
    PledgeFigure(
        "pledges.unrated", Unit.COUNT, format_lazy(_("pledges: {status}"), status=label_of("")),
        _("No round of checking has come to it yet."),
        lambda count: (count.tally.unrated, count.tally.total, None, None),
    ),
    *_statuses(),
    *_shares(),
    *_levels(),
    PledgeFigure(
        "pledges.late", Unit.COUNT, _("pledges that are late"),
        _("Rated pledges that carry the mark “late”: what was promised came, or will come, after its day."),
        lambda count: (count.flagged(Flag.LATE), count.tally.scored, None, None),
    ),
    PledgeFigure(
        "pledges.evidence", Unit.COUNT, _("pieces of evidence"),
        _("Archived pieces on which the ratings rest that hold, each counted once."), _evidence(*Grade),
    ),
    *_grades(),
    PledgeFigure(
        "pledges.reliability", Unit.COEFFICIENT, _("agreement of the coders (alpha)"), _TESTED,
        _alpha(lambda found: found.agreement.nominal), whole=True,
    ),
    PledgeFigure(
        "pledges.reliability_levels", Unit.COEFFICIENT, _("agreement of the coders by GAP’s levels (alpha)"),
        _TESTED, _alpha(lambda found: found.agreement.ordinal), whole=True,
    ),
)  # fmt: skip

for figure in PLEDGE_FIGURES:
    figures.register(figure.key, figure)
