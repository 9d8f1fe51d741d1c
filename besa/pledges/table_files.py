"""Tables that are handed on as they came: CSV and XLSX in which nothing runs or fetches anything where they are opened.

A CSV file is looked at cell by cell, a workbook in a process of its own (`besa/pledges/spreadsheet_worker.py`).
"""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import IO, Final

from besa.core.confinement import CrashedError, Limits, OverranError, run_confined
from besa.core.spreadsheets import defused
from besa.pledges.documents import REASONS, DocumentRefused
from besa.pledges.importing.files import DELIMITERS, MAX_BYTES, MAX_UNZIPPED, ListRefused, rows_of_csv

_WORKER: Final = Path(__file__).resolve().parent / "spreadsheet_worker.py"
_LIMITS: Final = Limits(address_bytes=1024 * 1024 * 1024, cpu_seconds=60, open_files=32, file_bytes=0)
_WALL_SECONDS: Final = 90


def table_kind(file: IO[bytes], size: int) -> str | None:
    """ "xlsx" or "csv" by the bytes and never by the name, None for what is neither; the file is left at its start.

    Raises DocumentRefused for one that is too large.
    """
    file.seek(0)
    head = file.read(64 * 1024)
    file.seek(0)
    kind = "xlsx" if head.startswith(b"PK\x03\x04") else "csv" if _is_text(head) else None
    if kind and size > MAX_BYTES:
        raise DocumentRefused("table_too_large")
    return kind


def check_table(source: Path, kind: str) -> None:
    """Look a whole table through. Worker only: takes seconds. Raises DocumentRefused."""
    if kind == "csv":
        _check_csv(source.read_bytes())
    else:
        _check_xlsx(source)


def _is_text(head: bytes) -> bool:
    """Whether it can be read as one of the two encodings of tables, its last letter cut or not, and nothing in it is a
    sign that no text has."""
    if any(byte < 32 and byte not in b"\t\r\n\x0c" for byte in head):
        return False
    return any(_decodes(head, encoding) for encoding in ("utf-8", "cp1250"))


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _check_csv(content: bytes) -> None:
    """A spreadsheet may take another sign between the cells than we do, so a formula is looked for behind each."""
    try:
        if all(len(row) < 2 for row in rows_of_csv(content)):
            raise DocumentRefused("not_a_sheet")
        if any(
            len(cell) > 1 and defused(cell) != cell
            for delimiter in DELIMITERS
            for row in rows_of_csv(content, delimiter)
            for cell in row
        ):
            raise DocumentRefused("formulas")
    except ListRefused as refused:
        raise DocumentRefused("not_a_sheet") from refused


def _check_xlsx(source: Path) -> None:
    job = {"source": str(source), "max_unzipped": MAX_UNZIPPED, "look_through": True}
    try:
        answer = run_confined(_WORKER, job, limits=_LIMITS, seconds=_WALL_SECONDS)
    except (OverranError, CrashedError) as error:
        raise DocumentRefused("table_too_much_work") from error
    if reason := answer.get("refused"):
        raise DocumentRefused(reason if reason in REASONS else "table_too_much_work")
