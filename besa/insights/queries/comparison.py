"""Municipalities side by side, fairly: the same categories, the same days, enough reports, and how sure it is.

There is no rank and no score. A municipality with fewer than ENOUGH reports is named with its number and nothing
else: one quick answer says nothing about the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext

from besa.insights.counting import Count
from besa.insights.intervals import share_interval
from besa.insights.measures import Durations
from besa.insights.periods import AsOf, Period, as_of_day, period_of
from besa.insights.scopes import Asked
from besa.insights.series import Chart, Kind, Point, Series, Tone, Unit
from besa.insights.writing import in_words, percentage
from besa.places.gazetteer import gazetteer
from besa.places.models import Municipality
from besa.reports.models import Category
from besa.reports.rulebook import rulebook

#: fewer reports than this are not compared: with 30, the likely range of a share is still 35 points wide
ENOUGH = 30
_HOUR, _DAY = 3_600, 86_400


@dataclass(frozen=True)
class Measure:
    """A value with its likely range, and from how many reports. `value` None with enough `n`: most still wait."""

    value: float | None
    low: float | None
    high: float | None
    n: int

    @property
    def enough(self) -> bool:
        """Whether there are enough reports to say something."""
        return self.n >= ENOUGH


@dataclass(frozen=True)
class Compared:
    """One municipality in the comparison."""

    municipality: Municipality
    reports: int
    per_thousand: float | None
    in_time: Measure
    response: Measure
    fixed: Measure
    fix: Measure


@dataclass(frozen=True)
class Comparison:
    """All municipalities that take reports, by name."""

    as_of: AsOf
    period: Period
    categories: list[Category]
    lines: list[Compared]

    @property
    def reports(self) -> int:
        """All reports that are compared."""
        return sum(line.reports for line in self.lines)


def common_categories(municipalities: Sequence[Municipality]) -> list[Category]:
    """The categories that every one of them offers; those that one has for itself are left out."""
    rules = rulebook()
    refused = {
        category
        for municipality in municipalities
        for category, rule in rules.rules_of(municipality.pk).items()
        if not rule.offered
    }
    return [one for one in rules.categories.values() if one.municipality_id is None and one.pk not in refused]


def compare(*, category: str, period: str, as_of: date | None) -> Comparison:
    """Count each municipality that takes reports. A category that not all offer is the same as none."""
    towns = sorted(
        (one for one in gazetteer().municipalities.values() if one.active), key=lambda one: one.name
    )
    same = common_categories(towns)
    chosen = [one for one in same if one.key == category] or same
    zone = ZoneInfo(towns[0].time_zone) if towns else ZoneInfo("Europe/Belgrade")
    when = as_of_day(as_of, zone)
    days = period_of(period, when.day)
    return Comparison(when, days, chosen, [_compared(town, chosen, period, days, when) for town in towns])


def _compared(
    town: Municipality, categories: Sequence[Category], period: str, days: Period, when: AsOf
) -> Compared:
    asked = Asked(town, None, None, None, period, days, when)
    count = Count(asked, scope=replace(asked.scope, categories=frozenset(one.pk for one in categories)))
    counted = count.period
    return Compared(
        municipality=town,
        reports=counted["reports"],
        per_thousand=1_000 * counted["reports"] / town.population if town.population else None,
        in_time=_share(counted["in_time"], counted["due"]),
        response=_time(count.response, _HOUR),
        fixed=_share(counted["fixed"], counted["repairable"]),
        fix=_time(count.fix, _DAY),
    )


def _share(k: int, n: int) -> Measure:
    low, high = share_interval(k, n) or (None, None)
    return Measure(k / n if n else None, low, high, n)


def _time(found: Durations, unit: int) -> Measure:
    value, low, high = (None if one is None else one / unit for one in (found.median, found.low, found.high))
    return Measure(value, low, high, found.n)


def said(measure: Measure, unit: Unit) -> str:
    """A measure in words, with its likely range; "too few to compare" where that is all there is to say."""
    if not measure.enough:
        return gettext("too few to compare")
    if measure.value is None:
        return gettext("more than half still wait")
    value = in_words(measure.value, unit)
    if measure.low is None:
        return value
    high = in_words(measure.high, unit) if measure.high is not None else gettext("open end")
    return gettext("%(value)s (likely %(low)s to %(high)s)") % {
        "value": value,
        "low": in_words(measure.low, unit),
        "high": high,
    }


def chart_of(comparison: Comparison, source_url: str) -> Chart:
    """Answers in time with their likely ranges, by name."""
    points = tuple(_point(line) for line in comparison.lines)
    enough = [line.in_time.value for line in comparison.lines if line.in_time.enough]
    values = [value for value in enough if value is not None]
    sentence = gettext("Answered within the deadline: from %(low)s to %(high)s of the reports") % {
        "low": percentage(min(values)) if values else "–",
        "high": percentage(max(values)) if values else "–",
    }
    return Chart(
        key="comparison",
        kind=Kind.DOTS,
        sentence=sentence,
        unit=Unit.SHARE,
        n=comparison.reports,
        as_of=comparison.as_of.moment,
        source_url=source_url,
        language=get_language() or "",
        of_points=gettext("Municipality"),
        of_values=gettext("Answered within the deadline"),
        series=(Series("in_time", "", points),),
        note=gettext("In the order of names. The line is the range in which the share likely lies; where ranges overlap"
                     ", the difference may well be chance."),
    )  # fmt: skip


def _point(line: Compared) -> Point:
    town, measure = line.municipality, line.in_time
    if not measure.enough:
        few = gettext("too few to compare")
        return Point(town.slug, town.name, None, n=measure.n, note=few, tone=Tone.FAINT)
    return Point(town.slug, town.name, measure.value, measure.low, measure.high, n=measure.n)


@dataclass(frozen=True)
class ComparedRow:
    """A line of the comparison in words."""

    line: Compared
    per_thousand: str
    in_time: str
    response: str
    fixed: str
    fix: str


def in_rows(comparison: Comparison) -> list[ComparedRow]:
    """The lines in words."""
    return [
        ComparedRow(
            line=line,
            per_thousand=in_words(line.per_thousand, Unit.PER_THOUSAND),
            in_time=said(line.in_time, Unit.SHARE),
            response=said(line.response, Unit.HOURS),
            fixed=said(line.fixed, Unit.SHARE),
            fix=said(line.fix, Unit.DAYS),
        )
        for line in comparison.lines
    ]
