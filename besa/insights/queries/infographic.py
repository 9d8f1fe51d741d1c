"""What the infographic of a municipality and a period says: every number from the same count, in one language."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext, pgettext

from besa.core.languages import EN
from besa.insights.bound import Value
from besa.insights.counting import Count
from besa.insights.figures import FIGURES
from besa.insights.infographics.absence import FEW_REPORTS, NothingToShow
from besa.insights.infographics.sheet import Part, Row, Sheet, Step, Tile, tenths
from besa.insights.periods import Steps, day_of, steps_of
from besa.insights.queries.breakdown import BREAKDOWNS, Line, break_down
from besa.insights.scopes import Asked
from besa.insights.writing import NOTHING, day, in_words, month, percentage, plain
from besa.places.terms import in_words_of

#: fewer reports in the period make no infographic: one quick answer says nothing about the next one
ENOUGH: Final = 10
_ROWS = 5
_LABELS = 7
_FIGURES = {figure.key: figure for figure in FIGURES}


def sheet_of(asked: Asked, *, address: str) -> Sheet:
    """The infographic in the active language; NothingToShow where there are too few reports for one.

    `address` is the page of the same figures, as people write it.
    """
    count = Count(asked)
    counted = count.period
    if counted["reports"] < ENOUGH:
        raise NothingToShow(FEW_REPORTS, counted["reports"])
    town, last, steps = asked.municipality, day(asked.as_of.day), _steps(count)
    return Sheet(
        template="reporting",
        kicker=gettext("Reporting and fixing"),
        title=town.name,
        subtitle=_period(count),
        lead=_headline(counted),
        of_ten=gettext("Of every 10 problems"),
        parts=_parts(counted),
        tiles=_tiles(count),
        steps_title=_steps_title(steps),
        steps=_drawn_steps(count, steps),
        rows_title=gettext("What people report most"),
        rows=_rows(count),
        waiting_title=in_words_of(town.country, gettext("Still owed on %(day)s") % {"day": last}),
        waiting=_waiting(count),
        counted=_counted(counted["reports"], last),
        method=gettext(
            "How each number is made, and all numbers as open data: at the address above. CC BY 4.0."
        ),
        address=address,
        words={
            "fixed": pgettext("number of problems", "fixed"),
            "received": pgettext("number of problems", "reported"),
            "declined": pgettext("number of problems", "closed for another reason"),
            "qr": gettext("QR code of the page with all figures"),
        },
        numbers=_numbers(counted, town.name),
        alt=_alt(count),
    )


def _numbers(counted: dict[str, int], name: str) -> dict[str, str]:
    """What an editor's words may name."""
    kept = {key: plain(counted[key]) for key in ("reports", "fixed", "open")}
    return {**kept, "fixed_percent": percentage(counted["fixed"] / counted["reports"]), "title": name}


def _alt(count: Count) -> str:
    """The parts and the figures, one after the other."""
    parts = (f"{part.label}: {part.number}" for part in _parts(count.period))
    tiles = (
        f"{tile.label}: {tile.note}" if tile.value == NOTHING else f"{tile.value} {tile.label} ({tile.note})"
        for tile in _tiles(count)
    )
    return str(capfirst("; ".join((*parts, *tiles))))


def _headline(counted: dict[str, int]) -> tuple[str, str]:
    n, fixed = counted["reports"], counted["fixed"]
    return (
        ngettext("%(n)s problem was reported.", "%(n)s problems were reported.", n) % {"n": plain(n)},
        ngettext("%(n)s of them is fixed.", "%(n)s of them are fixed.", fixed) % {"n": plain(fixed)},
    )


def _counted(n: int, last: str) -> str:
    words = ngettext(
        "Counted from %(n)s public report, as of %(day)s",
        "Counted from %(n)s public reports, as of %(day)s",
        n,
    )
    return words % {"n": plain(n), "day": last}


def _steps_title(steps: Steps) -> str:
    by_week = steps.unit == "week"
    return gettext("Reported and fixed by week") if by_week else gettext("Reported and fixed by month")


def _period(count: Count) -> str:
    first = count.first_published
    since = count.asked.period.since or (day_of(first, count.asked.zone) if first is not None else None)
    return gettext("%(since)s to %(until)s") % {
        "since": day(since) if since else "",
        "until": day(count.asked.period.until),
    }


def _parts(counted: dict[str, int]) -> tuple[Part, ...]:
    """All reports in three parts: fixed, open, closed otherwise."""
    other = counted["reports"] - counted["fixed"] - counted["open"]
    numbers = [counted["fixed"], counted["open"], max(0, other)]
    labels = (
        pgettext("number of problems", "fixed"),
        pgettext("number of problems", "still open"),
        pgettext("number of problems", "closed for another reason"),
    )
    return tuple(
        Part(state, plain(number), label, of_ten)
        for state, number, label, of_ten in zip(
            ("fixed", "received", "declined"), numbers, labels, tenths(numbers), strict=True
        )
    )


def _tiles(count: Count) -> tuple[Tile, ...]:
    country = count.asked.municipality.country
    wanted = (
        ("reports.rapid_reaction", gettext("were answered within the deadline"), "fixed"),
        ("reports.response_median", gettext("until half of the reports had an answer"), "brand"),
        ("reports.fix_median", gettext("until half of the reports were fixed"), "brand"),
        ("reports.confirmed", gettext("of the repairs were confirmed by citizens"), "fixed"),
    )
    return tuple(
        _tile(_FIGURES[key].of(count), in_words_of(country, label), tone) for key, label, tone in wanted
    )


def _tile(value: Value, label: str, tone: str) -> Tile:
    """A figure with its n and likely range; what too few reports would say is not said."""
    if value.n < ENOUGH:
        few = ngettext("only %(n)s report: too few", "only %(n)s reports: too few", value.n)
        return Tile(NOTHING, label, few % {"n": plain(value.n)}, tone)
    if value.value is None:
        return Tile(NOTHING, label, gettext("more than half still wait"), tone)
    note = f"n = {plain(value.n)}"
    if value.low is not None and value.high is not None:
        ends = {"low": in_words(value.low, value.unit), "high": in_words(value.high, value.unit)}
        note += "; " + gettext("likely %(low)s to %(high)s") % ends
    return Tile(in_words(value.value, value.unit), label, note, tone)


def _waiting(count: Count) -> tuple[Tile, ...]:
    country = count.asked.municipality.country
    wanted = (
        ("reports.open", "received"),
        ("reports.late_answer", "danger"),
        ("reports.late_fix", "danger"),
        ("reports.longest_wait", "in_progress"),
    )
    found = [(_FIGURES[key].of(count), tone) for key, tone in wanted]
    return tuple(
        Tile(in_words(value.value, value.unit), in_words_of(country, value.label), "", tone)
        for value, tone in found
    )


def _steps(count: Count) -> Steps:
    period, zone = count.asked.period, count.asked.zone
    first = count.first_published
    since = period.since or (day_of(first, zone) if first is not None else period.until)
    return steps_of(since, period.until, zone)


def _drawn_steps(count: Count, steps: Steps) -> tuple[Step, ...]:
    """Of all time only the last two years, as more would be too narrow to see."""
    received = [counted["reports"] for counted in count.by_step(steps)]
    fixed = count.repairs_by_step(steps)
    rows = list(zip(steps.days, received, fixed, strict=True))[-24:]
    every = -(-len(rows) // _LABELS)
    return tuple(
        Step(
            label=_label(first, steps.unit) if (len(rows) - 1 - i) % every == 0 else "",
            received=reported,
            fixed=repaired,
            received_text=plain(reported),
        )
        for i, (first, reported, repaired) in enumerate(rows)
    )


def _label(first: date, unit: str) -> str:
    if unit == "week":
        return str(date_format(first, "j M" if get_language() == EN else "j.n."))
    return month(first)


def _rows(count: Count) -> tuple[Row, ...]:
    lines = break_down(count, BREAKDOWNS["category"])[:_ROWS]
    most = lines[0].counted["reports"] if lines else 1
    return tuple(_row(line, most) for line in lines)


def _row(line: Line, most: int) -> Row:
    n, fixed, whole = (line.counted[trait] for trait in ("reports", "fixed", "repairable"))
    note = (
        pgettext("share of problems", "%(share)s fixed") % {"share": percentage(fixed / whole)}
        if whole
        else ""
    )
    return Row(line.part.name, plain(n), note, n / most, fixed / n)
