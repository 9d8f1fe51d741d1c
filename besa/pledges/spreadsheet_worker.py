"""Reads the first sheet of one XLSX file as texts. Runs as a process of its own, under limits.

Started by `besa.pledges.importing.files`; it knows no Django, so that the web process never loads a spreadsheet.
Job: `source`, `max_rows`, `max_columns`, `max_unzipped`. Answer: `rows` (lists of texts) or `refused`. A formula stays
the text it was written as: nothing is ever computed.
"""

from __future__ import annotations

import json
import sys
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl


class Refused(Exception):
    """The file cannot be used; the argument is the reason's key."""


def main() -> None:
    """Read the job, do it, print the answer."""
    job = json.load(sys.stdin)
    try:
        answer: dict[str, Any] = {"rows": rows_of(job)}
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except MemoryError:
        answer = {"refused": "too_much_work"}
    except Exception:  # a damaged file makes a parser raise almost anything
        answer = {"refused": "not_a_sheet"}
    json.dump(answer, sys.stdout)


def rows_of(job: dict[str, Any]) -> list[list[str]]:
    """Rows of the first sheet that hold anything."""
    with zipfile.ZipFile(job["source"]) as archive:
        # A header that says less than there is makes the read fail: no entry gives more bytes than it names.
        if sum(entry.file_size for entry in archive.infolist()) > job["max_unzipped"]:
            raise Refused("bomb")
    book = openpyxl.load_workbook(job["source"], read_only=True, data_only=False, keep_links=False)
    rows: list[list[str]] = []
    for row in book.worksheets[0].iter_rows(max_col=job["max_columns"], values_only=True):
        if any(value is not None for value in row):
            rows.append([text_of(value) for value in row])
        if len(rows) > job["max_rows"] + 1:
            raise Refused("too_many_rows")
    return rows


def text_of(value: Any) -> str:
    """A cell as the text that it shows."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


if __name__ == "__main__":
    main()
