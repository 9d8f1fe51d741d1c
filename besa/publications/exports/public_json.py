"""A published work as JSON, with its frozen figures; and its numbers and tables for spreadsheets."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localdate

from besa.core.languages import TAGS
from besa.core.spreadsheets import csv_text
from besa.publications import manuscript as parts
from besa.publications.manuscript import Manuscript, Piece
from besa.publications.models import Revision
from besa.publications.prose import plain_text

_HEAD = ("number", "key", "label", "text", "value", "n", "as_of", "question", "address")


def work_data(work: Manuscript, revision: Revision) -> dict[str, Any]:
    """Everything that the page says, with the figures as they were frozen."""
    return {
        "uid": work.uid,
        "kind": work.kind,
        "language": TAGS[work.language],
        "title": work.title,
        "subtitle": work.subtitle,
        "summary": work.summary,
        "authors": work.authors,
        "organisation": work.organisation,
        "municipality": work.municipality,
        "published": work.published.isoformat() if work.published else None,
        "version": work.version,
        "as_of": work.as_of.isoformat(),
        "digest": revision.digest,
        "address": work.address,
        "citation": work.citation,
        "blocks": revision.content["blocks"],
        "figures": revision.figures,
        "numbers": [
            {
                "number": one.number,
                "key": one.key,
                "label": one.label,
                "text": one.text,
                "value": one.value,
                "n": one.n,
                "as_of": one.as_of.isoformat(),
                "question": one.question,
                "address": one.address,
            }
            for one in work.numbers
        ],
        "footnotes": [plain_text(note) for note in work.footnotes],
        "corrections": [
            {"day": one.day.isoformat(), "kind": one.label, "text": one.text} for one in work.corrections
        ],
    }


def numbers_csv(work: Manuscript) -> str:
    """A row for each number of the text."""
    rows = (
        [
            one.number,
            one.key,
            one.label,
            one.text,
            one.value,
            one.n,
            localdate(one.as_of).isoformat(),
            "&".join(f"{name}={value}" for name, value in one.question.items()),
            one.address,
        ]
        for one in work.numbers
    )
    return csv_text(_HEAD, rows)


def tables_of(work: Manuscript) -> list[Piece]:
    """What of a work is a table: tables, charts and lists of pledges, in their order."""
    kinds = (parts.Table, parts.Chart, parts.PledgeList)
    return [piece for piece in work.pieces if isinstance(piece, kinds)]


def table_csv(piece: Piece) -> str:
    """The rows of one of them, as the page shows them."""
    match piece:
        case parts.Table(header=header, rows=rows):
            return csv_text(
                [plain_text(cell) for cell in header], [[plain_text(cell) for cell in row] for row in rows]
            )
        case parts.Chart(table=(head, *rows)):
            return csv_text(head, rows)
        case parts.PledgeList(rows=pledges):
            rows_of = [[one.note, one.title, one.status, one.label, one.address] for one in pledges]
            return csv_text(("pledge", "title", "status", "label", "address"), rows_of)
    raise TypeError(type(piece).__name__)
