"""Reads the first sheet of one XLSX file as texts, or looks a whole one through.

Runs as a process of its own, under limits. Started by `besa.pledges.importing.files` and `besa.pledges.table_files`; it
knows no Django, so that the web process never loads a spreadsheet. Job: `source`, `max_rows`, `max_columns`,
`max_unzipped`. Answer: `rows` (lists of texts) or `refused`. A formula stays the text it was written as: nothing is
ever computed. With `look_through` every sheet is read, and there are no `rows`.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.packaging.relationship import RelationshipList
from openpyxl.xml.functions import fromstring

#: parts of a workbook that run, hide or fetch something
OUTWARD_PARTS = re.compile(
    r"vbaProject|/(?:embeddings|activeX|ctrlProps|externalLinks|macrosheets|queryTables)/|/connections\.xml|customUI",
    re.IGNORECASE,
)
#: functions that fetch something when they are computed, or call what is no function of a spreadsheet
OUTWARD_FUNCTIONS = re.compile(
    r"\b(?:WEBSERVICE|IMAGE|RTD|DDE|CALL|EXEC|REGISTER(?:\.ID)?|STOCKHISTORY|IMPORT\w+|GOOGLE\w+)\s*\(|\|.*!",
    re.IGNORECASE | re.DOTALL,
)
MOST_PARTS = 2_000
MAIN_PART = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


class Refused(Exception):
    """The file cannot be used; the argument is the reason's key."""


def main() -> None:
    """Read the job, do it, print the answer."""
    job = json.load(sys.stdin)
    try:
        answer: dict[str, Any] = look_through(job) if job.get("look_through") else {"rows": rows_of(job)}
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
        check_size(archive, job)
    book = openpyxl.load_workbook(job["source"], read_only=True, data_only=False, keep_links=False)
    rows: list[list[str]] = []
    for row in book.worksheets[0].iter_rows(max_col=job["max_columns"], values_only=True):
        if any(value is not None for value in row):
            rows.append([text_of(value) for value in row])
        if len(rows) > job["max_rows"] + 1:
            raise Refused("too_many_rows")
    return rows


def check_size(archive: zipfile.ZipFile, job: dict[str, Any]) -> None:
    """A header that says less than there is makes the read fail: no entry gives more bytes than it names."""
    if sum(entry.file_size for entry in archive.infolist()) > job["max_unzipped"]:
        raise Refused("bomb")


def look_through(job: dict[str, Any]) -> dict[str, Any]:
    """Whether a file may be handed on to others: a workbook, whole, that only holds cells."""
    with zipfile.ZipFile(job["source"]) as archive:
        check_size(archive, job)
        names = archive.namelist()
        if len(names) > MOST_PARTS:
            raise Refused("bomb")
        if any(OUTWARD_PARTS.search(f"/{name}") for name in names):
            raise Refused("reaches_out")
        if archive.testzip() or MAIN_PART not in archive.read("[Content_Types].xml"):
            raise Refused("not_a_sheet")
        if any(fetches(archive.read(name)) for name in names if name.endswith(".rels")):
            raise Refused("reaches_out")
    with Path(job["source"]).open("rb") as file:  # of a name, the library would look at the ending
        book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        if any(OUTWARD_FUNCTIONS.search(formula) for formula in formulas_of(book)):
            raise Refused("reaches_out")
    return {}


def fetches(relations: bytes) -> bool:
    """Whether a part of a workbook points outwards, other than by a link that people press."""
    return any(
        one.TargetMode == "External" and not one.Type.endswith("/hyperlink")
        for one in RelationshipList.from_tree(fromstring(relations))
    )


def formulas_of(book: Any) -> Iterator[str]:
    """Every formula, and every text that looks like one; of names too."""
    yield from (name.attr_text or "" for name in book.defined_names.values())
    for sheet in book.worksheets:
        yield from (name.attr_text or "" for name in sheet.defined_names.values())
        sheet.reset_dimensions()  # what it says of its own size may be a lie
        for row in sheet.iter_rows(values_only=True):
            for value in row:
                text = getattr(value, "text", value)  # of a formula for many cells
                if isinstance(text, str) and text.startswith("="):
                    yield text


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
