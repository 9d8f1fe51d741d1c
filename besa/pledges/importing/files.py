"""A CSV or XLSX file as rows of texts, whatever wrote it."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import IO, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.core.confinement import CrashedError, Limits, OverranError, run_confined
from besa.core.refusing import Refused

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_ROWS: Final = 500
MAX_COLUMNS: Final = 30
MAX_UNZIPPED: Final = 40 * 1024 * 1024
MAX_CELL: Final = 10_000
DELIMITERS: Final = ",;\t"
_WALL_SECONDS: Final = 20

REASONS: Final[dict[str, Promise]] = {
    "empty": _("This file is empty."),
    "too_large": _("This file is larger than 5 MB. Split it."),
    "too_many_rows": _("This list has more than 500 rows. Split it."),
    "bomb": _("This file grows too large when it is opened. Save it again as CSV."),
    "too_much_work": _("This file takes too long to open. Save it as CSV."),
    "not_a_sheet": _("This file is damaged, or neither CSV nor XLSX. Save it again as one of them."),
    "no_name_column": _("There is no column “name” (Albanian “emri”, Serbian “ime”) in the first row."),
    "no_session_column": _(
        "There is neither a column “attendance” (Albanian “pjesëmarrja”, Serbian “prisustvo”) nor one that is headed by"
        " the number of a decision."
    ),
    "no_quote_column": _(
        "There is no column “quote” (Albanian “premtimi”, Serbian “obećanje”) in the first row."
    ),
}

_WORKER = Path(__file__).resolve().parent.parent / "spreadsheet_worker.py"
_LIMITS = Limits(address_bytes=1024 * 1024 * 1024, cpu_seconds=10, open_files=32, file_bytes=0)


class ListRefused(Refused):
    """A file that cannot be read as a list."""

    reasons = REASONS


def rows_of_file(file: IO[bytes]) -> list[list[str]]:
    """All rows that hold anything, the heading first. Raises ListRefused."""
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ListRefused("too_large")
    if not content.strip():
        raise ListRefused("empty")
    rows = _from_xlsx(content) if content.startswith(b"PK") else rows_of_csv(content)
    if not rows:
        raise ListRefused("empty")
    if len(rows) > MAX_ROWS + 1:
        raise ListRefused("too_many_rows")
    return [[cell.strip()[:MAX_CELL] for cell in row[:MAX_COLUMNS]] for row in rows]


def rows_of_text(text: str) -> list[list[str]]:
    """The same of what somebody copied from a table and pasted. Raises ListRefused."""
    return rows_of_file(io.BytesIO(text.encode()))


def rows_of_csv(content: bytes, delimiter: str = "") -> list[list[str]]:
    """Comma, semicolon or tab, whichever the heading has most of; UTF-8, else what Windows writes here.

    Raises ListRefused."""
    if b"\x00" in content:
        raise ListRefused("not_a_sheet")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1250", errors="replace")
    heading = text.split("\n", 1)[0]
    delimiter = delimiter or max(DELIMITERS, key=heading.count)
    try:
        return [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(map(str.strip, row))]
    except csv.Error as error:
        raise ListRefused("not_a_sheet") from error


def _from_xlsx(content: bytes) -> list[list[str]]:
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as copy:
        copy.write(content)
        copy.flush()
        job = {
            "source": copy.name,
            "max_rows": MAX_ROWS,
            "max_columns": MAX_COLUMNS,
            "max_unzipped": MAX_UNZIPPED,
        }
        try:
            answer = run_confined(_WORKER, job, limits=_LIMITS, seconds=_WALL_SECONDS)
        except (OverranError, CrashedError) as error:
            raise ListRefused("too_much_work") from error
    if "refused" in answer:
        raise ListRefused(answer["refused"])
    rows: list[list[str]] = answer["rows"]
    return rows
