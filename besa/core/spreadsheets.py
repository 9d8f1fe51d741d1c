"""Tables as CSV (RFC 4180) that spreadsheets open rightly, and run nothing of."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

#: spreadsheets read UTF-8 only where it begins like this
MARK: Final = "\ufeff"
#: a spreadsheet takes a cell that begins like this for a formula
FORMULA_SIGNS: Final = frozenset("=+-@\t\r\n")
#: telephone numbers, plain numbers and shares, which are none
_NUMBER: Final = re.compile(r"[+-]?[0-9][0-9 ()/.,-]*%?")


def defused(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe before what looks like a formula, but not before a number."""
    if text[:1] in FORMULA_SIGNS and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A whole table: None is an empty cell, texts are defused."""
    return "".join(csv_pieces(head, [rows]))


def csv_pieces(head: Sequence[str], pieces: Iterable[Iterable[Sequence[object]]]) -> Iterator[str]:
    """A table that is too long to be held at once: its head, and then the rows of one piece after the other."""
    yield MARK + _lines([head])
    for rows in pieces:
        yield _lines(rows)


def _lines(rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    return "" if value is None else defused(value) if isinstance(value, str) else value
