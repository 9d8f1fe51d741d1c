"""How a published text is shown: prose with numbers and notes that are links, and everything else by its template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from django import template
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from besa.pledges.public_cards import token_of
from besa.publications import manuscript as parts
from besa.publications.composing import UNREADABLE
from besa.publications.kinds import kind_label
from besa.publications.manuscript import Manuscript, Piece
from besa.publications.prose import Block, BoundNumber, FootnoteMark, Heading, Inline, Number, plain_text
from besa.publications.prose.markup import html_of, line_of
from besa.publications.queries.public_changes import Behind, behind_in_words

register = template.Library()

_TEMPLATES: Final[dict[type, str]] = {
    parts.Figure: "figure",
    parts.Chart: "chart",
    parts.Table: "table",
    parts.Quote: "quote",
    parts.PledgeList: "pledges",
    parts.ReportMap: "map",
    parts.Photo: "photo",
    parts.File: "file",
    parts.Callout: "callout",
    parts.Chapter: "chapter",
}
#: a contents list of fewer headings is no help
_ENOUGH: Final = 3


@dataclass(frozen=True)
class Part:
    """A part of the page: its template with what it needs. `table` counts those that can be taken along as CSV;
    `outdated` is the uid of the block that it is of, where the original says something else by now.
    """

    template: str
    piece: Piece | None = None
    html: str = ""
    table: int = 0
    head: tuple[SafeString, ...] = ()
    rows: tuple[tuple[SafeString, ...], ...] = ()
    outdated: str = ""


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    title: str
    anchor: str
    is_chapter: bool


@dataclass(frozen=True)
class Note:
    """A footnote with its number."""

    number: int
    html: SafeString


class Writer:
    """Writes the numbers and footnote marks of one page. Only the first mention of a note is what it points back to."""

    def __init__(self, work: Manuscript) -> None:
        self._numbers = {(one.key, one.address, one.as_of): one for one in work.numbers}
        self._mentioned: set[int] = set()

    def __call__(self, child: BoundNumber | Number | FootnoteMark) -> SafeString:
        match child:
            case Number():
                return self._number(child)
            case FootnoteMark(number=number):
                return self._mark(number)
        return SafeString(UNREADABLE)

    def _number(self, number: Number) -> SafeString:
        known = self._numbers.get((number.key, number.address, number.as_of))
        if known is None:
            return format_html("{}", number.text)
        said = ", ".join(filter(None, [known.label, known.counted]))
        return format_html(
            '<a class="bound" href="#number-{}" title="{}">{}</a>', known.number, said, number.text
        )

    def _mark(self, number: int) -> SafeString:
        said = gettext("Footnote %(n)s") % {"n": number}
        here = "" if number in self._mentioned else format_html(' id="mark-{}"', number)
        self._mentioned.add(number)
        mark = '<sup><a{} class="mark-link" href="#note-{}" role="doc-noteref" aria-label="{}">{}</a></sup>'
        return format_html(mark, here, number, said, number)


@register.filter
def parts_of(work: Manuscript, behind: Behind | None) -> list[Part]:
    """The parts of the page, prose in one piece; a translation's outdated blocks stand by themselves."""
    outdated = behind.blocks if behind else frozenset[str]()
    return list(_parts(work, Writer(work), outdated))


@register.filter
def in_words(behind: Behind) -> str:
    """How a translation is behind its original."""
    return behind_in_words(behind)


@register.filter
def changes_in_original(behind: Behind) -> str:
    """The page that shows what changed in the original since it was translated; empty where nobody can say it."""
    if behind.since is None:
        return ""
    place = (behind.original.publication.slug, behind.now.version)
    with translation.override(behind.original.language):
        page = reverse("publications:changes", args=place)
    return f"{page}?since={behind.since.version}"


@register.filter
def notes_of(work: Manuscript) -> list[Note]:
    """The footnotes, each with its number."""
    write = Writer(work)
    return [Note(number, line_of(text, write)) for number, text in enumerate(work.footnotes, start=1)]


@register.filter
def contents_of(work: Manuscript) -> list[Entry]:
    """Chapters and headings of the second level; nothing for a short text."""
    found = [entry for piece in work.pieces if (entry := _entry(piece))]
    return found if len(found) >= _ENOUGH else []


@register.filter
def kind_word(key: str) -> str:
    """The word of a kind of publication."""
    return str(kind_label(key))


@register.filter
def pledge_token(status: str) -> str:
    """Class and shape of a pledge's status."""
    return token_of(status)


def _parts(work: Manuscript, write: Writer, outdated: frozenset[str]) -> Iterator[Part]:
    table = 0
    marked = [block if block in outdated else "" for block in work.blocks] or [""] * len(work.pieces)
    rows = zip(work.pieces, marked, strict=True)
    for (template_of, block), group in groupby(
        rows, key=lambda row: (_TEMPLATES.get(type(row[0]), ""), row[1])
    ):
        pieces = [piece for piece, _block in group]
        if not template_of:
            prose = html_of(_blocks(pieces), write)
            yield Part("publications/pieces/prose.html", html=prose, outdated=block)
            continue
        for piece in pieces:
            table += template_of in ("table", "chart", "pledges")
            part = _part(f"publications/pieces/{template_of}.html", piece, table, write)
            yield replace(part, outdated=block)


def _part(name: str, piece: Piece, table: int, write: Writer) -> Part:
    match piece:
        case parts.Table(header=header, rows=rows):
            return Part(
                name,
                piece,
                table=table,
                head=_cells(header, write),
                rows=tuple(_cells(row, write) for row in rows),
            )
        case parts.Callout(blocks=blocks):
            return Part(name, piece, html=html_of(blocks, write))
    return Part(name, piece, table=table)


def _cells(cells: Iterable[tuple[Inline, ...]], write: Writer) -> tuple[SafeString, ...]:
    return tuple(line_of(cell, write) for cell in cells)


def _entry(piece: Piece) -> Entry | None:
    match piece:
        case parts.Chapter(title, anchor):
            return Entry(title, anchor, True)
        case Heading(2, children, anchor):
            return Entry(plain_text(children), anchor, False)
    return None


def _blocks(pieces: Iterable[Piece]) -> Iterator[Block]:
    for piece in pieces:
        if isinstance(piece, Block):
            yield piece
