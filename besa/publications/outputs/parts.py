"""The pieces of a manuscript as plain data: one part for each, `t` being its kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext

from besa.core.languages import TAGS
from besa.insights.charts.framing import short_address
from besa.insights.writing import day, plain
from besa.publications import prose
from besa.publications.manuscript import (
    Callout,
    Chapter,
    Chart,
    Figure,
    File,
    Photo,
    Piece,
    PledgeList,
    Quote,
    ReportMap,
    Table,
)

Part = dict[str, Any]
_WIDTH: Final = 160.0  # mm, of what is seen rather than read
_TALLEST: Final = 170.0
_VIEW: Final = re.compile(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"')
_NUMERIC: Final = re.compile(r"[-−+<]?\d[\d.,\s  ]*\s?[%‰€]?|[–-]")
_NARROWEST, _WIDEST = 11, 40  # letters that a column's share is reckoned from


def clean(text: str) -> str:
    """A text as every format can hold it."""
    return unicodedata.normalize("NFC", prose.cleaned(text)).strip()


class Parts:
    """Makes the parts of one manuscript, of `notes` footnotes. Photos are counted from 1, in order."""

    def __init__(self, *, address: str, chapters: bool, notes: int) -> None:
        parts = urlsplit(address)
        self.site = f"{parts.scheme}://{parts.netloc}"
        self.highest_heading = 1 if chapters else 2
        self.notes = notes
        self.photos = 0

    def piece(self, piece: Piece) -> Part:
        """One piece."""
        match piece:
            case Figure():
                return self.figure(piece)
            case Chart() | ReportMap():
                return self.drawing(piece)
            case Table():
                return self.table(piece)
            case PledgeList():
                return self.pledges(piece)
            case Photo():
                return self.photo(piece)
            case Quote() | File() | Callout() | Chapter():
                return self.words(piece)
        return self.block(piece)

    def figure(self, piece: Figure) -> Part:
        """A number with its sentence; what is missing of the sentence is its label."""
        interval = [clean(piece.interval)] if piece.interval else []
        note = _joined([*interval, *_facts(piece.n, piece.as_of), *self.from_page(piece.address)])
        sentence = clean(piece.sentence) or clean(piece.label)
        return {"t": "figure", "value": clean(piece.text), "sentence": sentence, "note": note}

    def drawing(self, piece: Chart | ReportMap) -> Part:
        """A chart or a map, as high as its width of 160 mm makes it."""
        size = _VIEW.search(piece.svg[:2000])
        ratio = float(size[2]) / float(size[1]) if size and float(size[1]) else 0.6
        note = clean(piece.note) or _joined([*_facts(getattr(piece, "count", None), piece.as_of)])
        return {
            "t": "drawing",
            "title": clean(piece.title),
            "svg": piece.svg,
            "alt": clean(piece.alt),
            "ratio": ratio,
            "height": min(_WIDTH * ratio, _TALLEST),
            "note": note
            if short_address(piece.address) in note
            else _joined([note, *self.from_page(piece.address)]),
            "png": str(piece.png or ""),
        }

    def table(self, piece: Table) -> Part:
        """A table; columns of numbers stand right, and a column is as wide as its longest cell deserves."""
        said = [[prose.plain_text(cell) for cell in row] for row in piece.rows]
        columns = list(zip(*said, strict=True)) if said else [() for _cell in piece.header]
        numeric = [
            bool(column) and all(_NUMERIC.fullmatch(cell.strip()) for cell in column) for column in columns
        ]
        longest = [
            max([len(prose.plain_text(head)), *(len(cell) for cell in column)])
            for head, column in zip(piece.header, columns, strict=True)
        ]
        return {
            "t": "table",
            "caption": clean(piece.caption),
            "header": [self.line(cell) for cell in piece.header],
            "rows": [[self.line(cell) for cell in row] for row in piece.rows],
            "align": ["right" if is_numeric else "left" for is_numeric in numeric],
            "widths": [min(max(length, _NARROWEST), _WIDEST) for length in longest],
            "note": "",
        }

    def pledges(self, piece: PledgeList) -> Part:
        """Pledges with a sign and a word each."""
        rows = [
            {
                "sign": f"pledge_{row.status}",
                "status": clean(row.label),
                "title": clean(row.title),
                "lang": TAGS.get(row.language, ""),
                "note": clean(row.note),
                "address": self.absolute(row.address),
            }
            for row in piece.rows
        ]
        shown = gettext("%(shown)s of %(total)s pledges") % {
            "shown": plain(len(rows)),
            "total": plain(piece.total),
        }
        note = _joined([clean(piece.note) or shown, *_facts(None, piece.as_of)])
        return {
            "t": "pledges",
            "caption": clean(piece.title),
            "rows": rows,
            "counts": [[clean(label), plain(count)] for _status, label, count in piece.counts],
            "note": _joined([note, *self.from_page(piece.address)]),
            "foreign": clean(piece.foreign),
        }

    def photo(self, piece: Photo) -> Part:
        """A photo; its file is put beside the source by its number."""
        self.photos += 1
        ratio = piece.height / piece.width if piece.width and piece.height else 0.67
        return {
            "t": "photo",
            "file": f"photo-{self.photos}.jpg",
            "alt": clean(piece.alt),
            "caption": clean(piece.caption),
            "credit": clean(gettext("Photo: %(who)s") % {"who": piece.credit}),
            "ratio": ratio,
            "height": min(_WIDTH * ratio, _TALLEST),
        }

    def words(self, piece: Quote | File | Callout | Chapter) -> Part:
        """What is mostly words."""
        match piece:
            case Quote(text, who, source, url):
                said = {"s": clean(text), "who": clean(who), "source": clean(source or url)}
                return {"t": "quote", **said, "href": self.absolute(url)}
            case File(title, address, sha256=sha256):
                note = f"{piece.form}, {plain(piece.kilobytes)} KB · SHA-256 {sha256[:16]}…"
                return {"t": "file", "s": clean(title), "href": self.absolute(address), "note": note}
            case Callout(tone, label, blocks):
                return {"t": "callout", "tone": tone, "label": clean(label), "c": self.blocks(blocks)}
        return {"t": "chapter", "s": clean(piece.title)}

    def blocks(self, blocks: Sequence[prose.Block]) -> list[Part]:
        """Blocks of prose."""
        return [self.block(block) for block in blocks]

    def block(self, block: prose.Block) -> Part:
        """One block of prose. The highest heading is level 1, or 2 within chapters."""
        match block:
            case prose.Paragraph(children):
                return {"t": "paragraph", "c": self.line(children)}
            case prose.Heading(level, children):
                return {"t": "heading", "level": level - self.highest_heading + 1, "c": self.line(children)}
            case prose.Bullets(items):
                return {"t": "bullets", **self.items(items)}
            case prose.Numbered(items, start):
                return {"t": "numbered", **self.items(items), "start": start}
            case prose.Blockquote(blocks):
                return {"t": "blockquote", "c": self.blocks(blocks)}
        return {"t": "rule"}

    def items(self, items: Sequence[Sequence[prose.Block]]) -> Part:
        """The items of a list; it is set tight where each is one paragraph, with a list in it at most."""
        return {
            "items": [self.blocks(item) for item in items],
            "tight": all(len(item) <= 2 for item in items),
        }

    def line(self, children: Iterable[prose.Inline]) -> list[Part]:
        """Inlines, without what is empty."""
        return [part for child in children if (part := self.inline(child)) is not None]

    def inline(self, child: prose.Inline) -> Part | None:
        """One inline; None for a footnote's mark that leads nowhere."""
        match child:
            case prose.Words(text):
                return {"t": "words", "s": _composed(text)}
            case prose.Number(text):
                return {"t": "number", "s": _composed(text)}
            case prose.Code(text):
                return {"t": "code", "s": _composed(text)}
            case prose.Strong(children) | prose.Emphasis(children):
                kind = "strong" if isinstance(child, prose.Strong) else "emphasis"
                return {"t": kind, "c": self.line(children)}
            case prose.Link(href, children):
                return {"t": "link", "href": self.absolute(href), "c": self.line(children)}
            case prose.FootnoteMark(_name, number):
                return {"t": "note", "n": number} if 1 <= number <= self.notes else None
            case prose.Break():
                return {"t": "break"}
            case prose.BoundNumber(key):
                return {"t": "number", "s": "–", "unread": key}

    def absolute(self, address: str) -> str:
        """An address with its host; one that is not of the web is dropped."""
        address = clean(address)
        if address.startswith("/"):
            return f"{self.site}{address}"
        return address if address.lower().startswith(("http://", "https://")) else ""

    def from_page(self, address: str) -> list[str]:
        """Where to check a number, as people write it."""
        absolute = self.absolute(address)
        return [short_address(absolute)] if absolute else []


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", prose.cleaned(text))


def _facts(n: int | None, as_of: datetime) -> list[str]:
    """From how many a number comes, and as of when."""
    counted = [f"n = {plain(n)}"] if n is not None else []
    return [*counted, gettext("as of %(day)s") % {"day": day(as_of)}]


def _joined(facts: Iterable[str]) -> str:
    return " · ".join(fact for fact in facts if fact)
