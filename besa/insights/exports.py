"""Figures as CSV: keys that stay the same, plain numbers, the as-of date in every row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from besa.insights.counting import Count
from besa.insights.figures import FIGURES
from besa.insights.measures import TRAITS, Durations
from besa.insights.queries.breakdown import Breakdown, break_down
from besa.insights.queries.comparison import Comparison, Measure

_HOUR, _DAY = 3_600, 86_400
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TIMES = ("median_hours", "p90_hours", "median_low_hours", "median_high_hours")


def parts_csv(count: Count, breakdown: Breakdown) -> str:
    """A row for each category, department or settlement that has reports."""
    head = [
        "key", "name", "reports", *TRAITS, *(f"response_{name}" for name in _TIMES),
        *(f"fix_{name}" for name in _TIMES), "municipality", "since", "until", "as_of",
    ]  # fmt: skip
    rows = (
        [
            line.part.key,
            line.part.name,
            line.counted["reports"],
            *(line.counted[name] for name in TRAITS),
            *_times(line.response),
            *_times(line.fix),
            *_asked(count),
        ]
        for line in break_down(count, breakdown)
    )
    return _written(head, rows)


def figures_csv(count: Count) -> str:
    """A row for each figure of the municipality."""
    head = ["key", "label", "value", "unit", "n", "low", "high", "municipality", "since", "until", "as_of"]
    values = [figure.of(count) for figure in FIGURES]
    rows = (
        [one.key, one.label, one.value, one.unit, one.n, one.low, one.high, *_asked(count)] for one in values
    )
    return _written(head, rows)


def comparison_csv(comparison: Comparison) -> str:
    """A row for each municipality. Measures from too few reports stay empty; their n stands there."""
    measures = ("in_time", "response_hours", "fixed", "fix_days")
    head = [
        "municipality", "name", "population", "population_source", "reports", "per_thousand",
        *(f"{name}{end}" for name in measures for end in ("", "_low", "_high", "_n")), "as_of",
    ]  # fmt: skip
    rows = (
        [
            line.municipality.slug,
            line.municipality.name,
            line.municipality.population,
            line.municipality.population_source,
            line.reports,
            line.per_thousand,
            *(cell for one in (line.in_time, line.response, line.fixed, line.fix) for cell in _measure(one)),
            comparison.as_of.moment.isoformat(),
        ]
        for line in comparison.lines
    )
    return _written(head, rows)


def _measure(measure: Measure) -> list[Any]:
    shown = [measure.value, measure.low, measure.high] if measure.enough else [None, None, None]
    return [*shown, measure.n]


def _times(found: Durations) -> list[Any]:
    values = (found.median, found.p90, found.low, found.high)
    return [None if value is None else value / _HOUR for value in values]


def _asked(count: Count) -> list[Any]:
    asked = count.asked
    since = asked.period.since.isoformat() if asked.period.since else ""
    until = asked.period.until.isoformat()
    return [asked.municipality.slug, since, until, asked.as_of.moment.isoformat()]


def _written(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()  # the mark by which spreadsheets know UTF-8


def _plain(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.10g}"
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
