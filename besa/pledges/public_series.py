"""Reading a series of published counts from CSV: every row is checked, and every wrong one named."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import Final

from besa.pledges.statuses import Level

_COLUMNS: Final = (
    "mandate",
    "as_of",
    "municipalities",
    "promises",
    *(level.value for level in Level),
    "source",
)
#: larger than any such table, bytes
MAX_BYTES: Final = 1_000_000
_MOST: Final = 1_000_000


class BadSeries(ValueError):
    """The file cannot be read as a series; `problems` says where and why, in English for the command line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Point:
    """One row: the term, the day, and how many promises stood at which level."""

    term: str
    as_of: date
    municipalities: int
    promises: int
    levels: dict[Level, int]
    source: str


def read_series(content: bytes) -> list[Point]:
    """The rows of a file. Raises BadSeries with every problem found."""
    if len(content) > MAX_BYTES:
        raise BadSeries([f"The file is larger than {MAX_BYTES} bytes."])
    try:
        text = content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadSeries([f"This is not CSV in UTF-8: {error}"]) from error
    missing = [name for name in _COLUMNS if not rows or name not in rows[0]]
    if missing:
        raise BadSeries([f"These columns are missing: {', '.join(missing)}"])
    points, problems = [], []
    for number, row in enumerate(rows, 2):
        try:
            points.append(_point(row))
        except ValueError as error:
            problems.append(f"Row {number}: {error}")
    keys = [(point.term, point.as_of) for point in points]
    problems += [
        f"Twice: {term}, {day}" for term, day in sorted({key for key in keys if keys.count(key) > 1})
    ]
    if problems:
        raise BadSeries(problems)
    return points


def _point(row: dict[str, str]) -> Point:
    levels = {level: _number(row, level.value) for level in Level}
    promises = _number(row, "promises")
    if sum(levels.values()) != promises:
        raise ValueError(f"the four levels add up to {sum(levels.values())}, not to {promises} promises")
    term, source = (row["mandate"] or "").strip(), (row["source"] or "").strip()
    if not 0 < len(term) <= 20 or not 0 < len(source) <= 300:
        raise ValueError("a mandate of up to 20 letters and a source of up to 300 are needed")
    try:
        as_of = date.fromisoformat((row["as_of"] or "").strip())
    except ValueError:
        raise ValueError(f"as_of is no day: {row['as_of']!r}") from None
    return Point(term, as_of, _number(row, "municipalities"), promises, levels, source)


def _number(row: dict[str, str], name: str) -> int:
    text = (row[name] or "").strip()
    if not (text.isascii() and text.isdecimal()) or int(text[:9]) > _MOST or len(text) > 9:
        raise ValueError(f"{name} is no count: {row[name]!r}")
    return int(text)
