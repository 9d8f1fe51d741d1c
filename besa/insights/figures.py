"""Figures of reports: how each is counted, and its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from besa.core.registries import figures
from besa.insights.bound import BoundFigure, Result, Value, day_in
from besa.insights.counting import Count
from besa.insights.intervals import share_interval
from besa.insights.measures import Durations
from besa.insights.reader import Reader
from besa.insights.scopes import Asked, ScopeError, ask
from besa.insights.series import Unit
from besa.places.gazetteer import gazetteer

_HOUR, _DAY = 3_600, 86_400
#: what a question about reports may name, as `asked_of` reads it
PARAMETERS: Final = (
    "municipality", "category", "department", "place", "period", "since", "until", "as_of",
)  # fmt: skip


@dataclass(frozen=True)
class Figure(BoundFigure):
    """One figure of reports. `standing` ones are as of the date, whatever the period."""

    count: Callable[[Count], Result]

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names that `read` understands."""
        return PARAMETERS

    def read(self, asked: Mapping[str, str], reader: Reader | None = None) -> Value:
        """The figure of `municipality`, a slug, and of what else is asked; ScopeError for what names nothing."""
        reader = reader or Reader()
        return self.of(reader.count(asked_of(asked, reader)))

    def of(self, count: Count) -> Value:
        """The figure from what is counted already."""
        value, n, low, high = self.count(count)
        asked = count.asked
        return Value(
            key=self.key,
            value=value,
            n=n,
            unit=self.unit,
            as_of=asked.as_of.moment,
            label=str(self.label),
            municipality=asked.municipality.slug,
            parameters=asked.parameters,
            low=low,
            high=high,
        )


def asked_of(asked: Mapping[str, str], reader: Reader) -> Asked:
    """What parameters ask for, as of the reader's moment if not of a past day. Raises ScopeError."""
    found = gazetteer().municipality_of_slug(asked.get("municipality", ""))
    if found is None:
        raise ScopeError("municipality")
    return ask(
        found,
        category=asked.get("category", ""),
        department=asked.get("department", ""),
        place=asked.get("place", ""),
        period=asked.get("period", ""),
        since=day_in(asked, "since"),
        until=day_in(asked, "until"),
        as_of=day_in(asked, "as_of"),
        now=reader.now,
    )


def compute(keys: Iterable[str], asked: Asked) -> dict[str, Value]:
    """Several figures of one question, counted once; KeyError for a key that is not of reports."""
    count, known = Count(asked), {figure.key: figure for figure in FIGURES}
    return {key: known[key].of(count) for key in keys}


def _number(trait: str, of: str = "reports", *, standing: bool = False) -> Callable[[Count], Result]:
    def count(counted: Count) -> Result:
        numbers = counted.standing if standing else counted.period
        return numbers[trait], numbers[of], None, None

    return count


def _share(part: str, whole: str) -> Callable[[Count], Result]:
    def count(counted: Count) -> Result:
        k, n = counted.period[part], counted.period[whole]
        low, high = share_interval(k, n) or (None, None)
        return (k / n if n else None), n, low, high

    return count


def _median(which: str, unit: int) -> Callable[[Count], Result]:
    def count(counted: Count) -> Result:
        found: Durations = getattr(counted, which)
        return _in(found.median, unit), found.n, _in(found.low, unit), _in(found.high, unit)

    return count


def _p90(which: str, unit: int) -> Callable[[Count], Result]:
    def count(counted: Count) -> Result:
        found: Durations = getattr(counted, which)
        return _in(found.p90, unit), found.n, None, None

    return count


def _in(seconds: int | None, unit: int) -> float | None:
    return None if seconds is None else seconds / unit


def _longest(counted: Count) -> Result:
    return _in(counted.longest_wait, _DAY), counted.standing["open"], None, None


def _per_thousand(counted: Count) -> Result:
    people, n = counted.asked.municipality.population, counted.period["reports"]
    return (1_000 * n / people if people else None), n, None, None


FIGURES: tuple[Figure, ...] = (
    Figure(
        "reports.open", Unit.COUNT, _("open problems"),
        _("Reports that are not fixed, declined, withdrawn or told twice. A forwarded report stays open."),
        _number("open", standing=True), standing=True,
    ),
    Figure(
        "reports.late_answer", Unit.COUNT, _("unanswered past the deadline"),
        _("Open reports without a meaningful answer whose deadline for it has passed."),
        _number("late_answer", "open", standing=True), standing=True,
    ),
    Figure(
        "reports.late_fix", Unit.COUNT, _("unrepaired past the deadline"),
        _("Open reports whose deadline for the repair has passed."),
        _number("late_fix", "open", standing=True), standing=True,
    ),
    Figure(
        "reports.longest_wait", Unit.DAYS, _("longest wait of an open problem"),
        _("Days since the oldest report that is still open was published."),
        _longest, standing=True,
    ),
    Figure(
        "reports.received", Unit.COUNT, _("reports"),
        _("Public reports that were published in the period. A report that is hidden or erased later is not "
          "counted."),
        _number("reports"),
    ),
    Figure(
        "reports.per_thousand", Unit.PER_THOUSAND, _("reports for each 1,000 inhabitants"),
        _("Reports of the period, divided by the population that is written beside it, times 1,000."),
        _per_thousand,
    ),
    Figure(
        "reports.answered", Unit.SHARE, _("answered"),
        _("Reports with a meaningful answer, of all that had to be answered. Reports that were withdrawn or "
          "found to be told twice before an answer did not have to be answered."),
        _share("answered", "answerable"),
    ),
    Figure(
        "reports.rapid_reaction", Unit.SHARE, _("answered within the deadline"),
        _("The share of rapid reactions: reports whose first meaningful answer came within the deadline of "
          "their category, of all whose deadline has passed. A meaningful answer is a public text by an "
          "official, or that the report was fixed, declined or forwarded. A bare “we have seen it” does not "
          "count."),
        _share("in_time", "due"),
    ),
    Figure(
        "reports.response_median", Unit.HOURS, _("half of the reports were answered within"),
        _("The time from publication to the first meaningful answer within which at least half of all reports "
          "that had to be answered were answered. Reports that still wait count as waiting longer than all "
          "others."),
        _median("response", _HOUR),
    ),
    Figure(
        "reports.response_p90", Unit.HOURS, _("nine in ten reports were answered within"),
        _("The same for nine in ten reports. There is no such time while more than one in ten still waits."),
        _p90("response", _HOUR),
    ),
    Figure(
        "reports.fixed", Unit.SHARE, _("fixed"),
        _("Reports that the municipality says are fixed, of all that it had to repair: not those declined, "
          "withdrawn, told twice, or forwarded to somebody outside the municipality. A report that was opened "
          "again is not fixed."),
        _share("fixed", "repairable"),
    ),
    Figure(
        "reports.fixed_in_time", Unit.SHARE, _("fixed within the deadline"),
        _("Reports whose repair stands and was made within the deadline, of all that had to be repaired and "
          "whose deadline has passed."),
        _share("fixed_in_time", "fix_due"),
    ),
    Figure(
        "reports.fix_median", Unit.DAYS, _("half of the reports were fixed within"),
        _("The time from publication to the repair that stands within which at least half of all reports that "
          "had to be repaired were repaired. Reports that still wait count as waiting longer than all others."),
        _median("fix", _DAY),
    ),
    Figure(
        "reports.fix_p90", Unit.DAYS, _("nine in ten reports were fixed within"),
        _("The same for nine in ten reports. There is no such time while more than one in ten still waits."),
        _p90("fix", _DAY),
    ),
    Figure(
        "reports.confirmed", Unit.SHARE, _("of the fixed ones confirmed by citizens"),
        _("Reports of which the reporter, or two neighbours, said that they are really fixed, of all that the "
          "municipality says are fixed."),
        _share("confirmed", "fixed"),
    ),
    Figure(
        "reports.reopened", Unit.COUNT, _("opened again at least once"),
        _("Reports that were closed and then opened again, because the problem was still there."),
        _number("reopened"),
    ),
)  # fmt: skip

for figure in FIGURES:
    figures.register(figure.key, figure)
