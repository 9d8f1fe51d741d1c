"""The charts of a municipality's statistics: what they say and their numbers. Who draws them is `charts`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext
from numpy.typing import NDArray

from besa.core import languages
from besa.core.geo import deinterleave
from besa.insights.counting import Count
from besa.insights.periods import Steps, day_of, steps_of
from besa.insights.queries.breakdown import Line
from besa.insights.reading import CELL_ZOOM
from besa.insights.series import Chart, Kind, Point, Series, Tone, Unit
from besa.insights.writing import month, percentage, plain
from besa.places import memory

#: more bars than this are no longer read
_MOST_BARS = 15
#: more names than this are no sentence
_MOST_NAMED = 3


@dataclass(frozen=True)
class Frame:
    """What all charts of one page share."""

    count: Count
    name: str
    source_url: str

    def chart(self, key: str, kind: Kind, sentence: str, **rest: Any) -> Chart:
        """A chart of the period's reports."""
        values: dict[str, Any] = {
            "unit": Unit.COUNT,
            "n": self.count.period["reports"],
            "of_values": gettext("Reports"),
            **rest,
        }
        return Chart(
            key=key,
            kind=kind,
            sentence=f"{self.name}: {sentence}",
            as_of=self.count.asked.as_of.moment,
            source_url=self.source_url,
            language=get_language() or "",
            **values,
        )


def trends(frame: Frame) -> list[Chart]:
    """Reports and repairs, and answers in time, by week or month; none without reports."""
    return [arrivals(frame), reactions(frame)] if _steps(frame.count) else []


def arrivals(frame: Frame) -> Chart:
    """Reports and repairs by week or month."""
    steps = _steps(frame.count)
    reported = [step["reports"] for step in frame.count.by_step(steps)] if steps else []
    repaired = frame.count.repairs_by_step(steps) if steps else []
    return _arrivals(frame, _named(steps), reported, repaired, _heading(steps))


def reactions(frame: Frame) -> Chart:
    """Answers within the deadline by week or month."""
    steps = _steps(frame.count)
    return _reactions(frame, _named(steps), frame.count.by_step(steps) if steps else [], _heading(steps))


def _named(steps: Steps | None) -> list[tuple[str, str]]:
    """Key and label of each week or month."""
    if steps is None:
        return []
    labels = [_label(day, steps.unit) for day in steps.days]
    keys = [day.isoformat() if steps.unit == "week" else f"{day:%Y-%m}" for day in steps.days]
    return list(zip(keys, labels, strict=True))


def _heading(steps: Steps | None) -> str:
    return gettext("Week from") if steps and steps.unit == "week" else gettext("Month")


def _arrivals(
    frame: Frame, named: Sequence[tuple[str, str]], reported: list[int], repaired: list[int], of_points: str
) -> Chart:
    said = ngettext("%(n)s problem reported", "%(n)s problems reported", sum(reported))
    fixed = ngettext("%(n)s problem fixed", "%(n)s problems fixed", sum(repaired))
    return frame.chart(
        "arrivals",
        Kind.LINE,
        f"{said % {'n': plain(sum(reported))}}, {fixed % {'n': plain(sum(repaired))}}",
        of_points=of_points,
        series=(
            Series("reported", pgettext("line of a chart", "Reported"), _points(named, reported)),
            Series(
                "fixed",
                pgettext("line of a chart", "Fixed"),
                _points(named, repaired),
                tone=Tone.OTHER,
                state="fixed",
            ),
        ),
    )


def _reactions(
    frame: Frame, named: Sequence[tuple[str, str]], by_step: list[dict[str, int]], of_points: str
) -> Chart:
    due, in_time = frame.count.period["due"], frame.count.period["in_time"]
    share = percentage(in_time / due) if due else "–"
    points = tuple(
        Point(key, label, step["in_time"] / step["due"] if step["due"] else None, n=step["due"])
        for (key, label), step in zip(named, by_step, strict=True)
    )
    return frame.chart(
        "reactions",
        Kind.LINE,
        gettext("%(share)s of the reports were answered within the deadline") % {"share": share},
        unit=Unit.SHARE,
        n=due,
        of_points=of_points,
        of_values=gettext("Answered within the deadline"),
        series=(Series("in_time", "", points),),
        note=gettext(
            "Each week or month counts the reports that were published in it and whose deadline has passed."
        ),
    )


def parts(frame: Frame, lines: Sequence[Line], heading: str) -> Chart:
    """Reports by category, department or settlement, most first."""
    points = tuple(
        Point(line.part.key or "none", line.part.name, line.counted["reports"]) for line in lines[:_MOST_BARS]
    )
    return frame.chart(
        "parts",
        Kind.BARS,
        _most(lines),
        of_points=heading,
        series=(Series("reports", "", points),),
    )


def _most(lines: Sequence[Line]) -> str:
    """Which part has most reports; those that have as many as the first are named beside it."""
    first = [line.part.name for line in lines if line.counted["reports"] == lines[0].counted["reports"]]
    if len(first) > _MOST_NAMED:
        return gettext("%(n)s have equally many reports, and none has more") % {"n": plain(len(first))}
    if len(first) > 1:
        return gettext("most reports, and equally many: %(names)s") % {"names": ", ".join(first)}
    return gettext("most reports: %(name)s") % {"name": first[0] if first else "–"}


def hours(frame: Frame) -> Chart:
    """When reports are written, by weekday and hour."""
    table = frame.count.hours()
    series = tuple(
        Series(
            str(day),
            str(WEEKDAYS[day]).capitalize(),
            tuple(Point(str(at), str(at), int(value)) for at, value in enumerate(row)),
        )
        for day, row in enumerate(table)
    )
    return frame.chart(
        "hours",
        Kind.HEAT,
        _busiest(table),
        of_points=gettext("Hour"),
        series=series if frame.count.period["reports"] else (),
    )


def _busiest(table: NDArray[Any]) -> str:
    """The hour of the week with most reports. The weekday stands alone: some languages would have to decline it."""
    if np.count_nonzero(table == table.max()) > 1:
        return gettext("no hour of the week has more reports than all others")
    weekday, hour = divmod(int(table.argmax()), 24)
    words = gettext("the hour of the week with most reports: %(weekday)s, %(hour)s to %(next)s o’clock")
    return words % {"weekday": _in_a_sentence(WEEKDAYS[weekday]), "hour": hour, "next": hour + 1}


def ground(frame: Frame) -> Chart:
    """Where the problems are, by cells of about a kilometre."""
    cells = frame.count.cells()
    town = frame.count.asked.municipality
    points = tuple(_cell(cell, n) for cell, n in sorted(cells.items(), key=lambda item: -item[1]))
    east = 360 / (1 << CELL_ZOOM)
    return frame.chart(
        "ground",
        Kind.MAP,
        gettext("where the problems are"),
        of_points=gettext("Cell"),
        series=(Series("reports", "", points),),
        cell=(east, east * math.cos(math.radians(town.lat))),
        outline=_outline(town.pk, frame.count.asked.as_of.day),
    )


@lru_cache(maxsize=10_000)
def _cell(cell: int, n: int) -> Point:
    """A cell with its reports: a change of one report leaves nearly all of them as they were."""
    lon, lat = _middle(cell)
    return Point(str(cell), f"{lat:.3f} {lon:.3f}", n, at=(lon, lat))


def _middle(cell: int) -> tuple[float, float]:
    """Longitude and latitude of the middle of a cell, to a metre."""
    x, y = ((part + 0.5) / (1 << CELL_ZOOM) for part in deinterleave(cell))
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))
    return round(360 * x - 180, 5), round(lat, 5)


def _outline(municipality_id: int, day: date) -> tuple[tuple[tuple[float, float], ...], ...]:
    return _outline_at(memory.current().revision, municipality_id, day)


@lru_cache(maxsize=200)
def _outline_at(
    revision: str, municipality_id: int, day: date
) -> tuple[tuple[tuple[float, float], ...], ...]:
    """The boundary of a day, coarse enough for a small map, at one revision of all boundaries."""
    area = memory.current().areas_on(day).of(municipality_id)
    if area is None:
        return ()
    simple = area.polygon.simplify(0.002)
    polygons = getattr(simple, "geoms", [simple])
    return tuple(
        tuple((round(x, 4), round(y, 4)) for x, y in polygon.exterior.coords) for polygon in polygons
    )


def _steps(count: Count) -> Steps | None:
    """The weeks or months of the period; of all time from the first report on. None without reports."""
    if not count.period["reports"]:
        return None
    period, zone = count.asked.period, count.asked.zone
    since = period.since or day_of(count.first_published or 0, zone)
    return steps_of(since, period.until, zone)


def _label(day: date, unit: str) -> str:
    if unit == "week":
        return str(date_format(day, "j.n.") if get_language() != "en" else date_format(day, "j M"))
    return month(day, year=day.month == 1)


def _points(named: Sequence[tuple[str, str]], values: Sequence[int]) -> tuple[Point, ...]:
    return tuple(Point(key, label, value) for (key, label), value in zip(named, values, strict=True))


def _in_a_sentence(weekday: Promise | str) -> str:
    """Only English writes weekdays with a capital; Django's Albanian has one too."""
    return str(weekday) if get_language() == languages.EN else str(weekday).lower()
