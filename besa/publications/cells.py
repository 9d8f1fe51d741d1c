"""A table as people write it: a row on each line, a cell behind each tab or upright line.

    Area | Fulfilled
    Roads | {{figure pledges.fulfilled|mandate=dafina-liqenari-2025|area=roads}}

What is pasted from a spreadsheet has tabs. An upright line inside a bound number divides nothing, and `\\|` is one that
belongs to the words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence


def rows_of(text: str) -> list[list[str]]:
    """The rows, the first of which is the header. Lines without a letter are left out."""
    return [_cells(line) for line in text.replace("\r\n", "\n").split("\n") if line.strip()]


def text_of(rows: Sequence[Sequence[str]]) -> str:
    """The same back, as it is edited."""
    return "\n".join(" | ".join(_written(cell) for cell in row) for row in rows)


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    bounded = line.strip()
    if bounded.startswith("|") and bounded.endswith("|") and len(bounded) > 1:  # as Markdown has tables
        bounded = bounded[1:-1]
    return [_read(cell) for cell in _split(bounded)]


def _split(line: str) -> list[str]:
    """At the upright lines that stand neither in braces nor behind a backslash."""
    cells, start, depth = [], 0, 0
    for place, letter in enumerate(line):
        if line.startswith("{{", place):
            depth = 1
        elif line.startswith("}}", place):
            depth = 0
        elif letter == "|" and not depth and (place == 0 or line[place - 1] != "\\"):
            cells.append(line[start:place])
            start = place + 1
    return [*cells, line[start:]]


def _read(cell: str) -> str:
    return cell.strip().replace("\\|", "|")


def _written(cell: str) -> str:
    """One line, with its own upright lines marked."""
    parts = re.split(r"(\{\{[^{}\n]*\}\})", " ".join(cell.split()))
    return "".join(part if part.startswith("{{") else part.replace("|", "\\|") for part in parts)
