"""Kinds of blocks: what each holds, what of it is translated, and what is wrong with what somebody wrote.

Stored data is what `parse` made, as plain JSON: keys, ISO days, texts as they were written. Nothing here reads the
database; whether a figure, a photo or a mandate is there, `readiness` says before publication.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import urlsplit

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from besa.core.canonical import canonical_json
from besa.insights.bound_charts import CHARTS
from besa.publications.bindings import Binding, BindingError, bind, bindings_in

MAX_MARKDOWN: Final = 30_000
MAX_TEXT: Final = 2_000
MAX_LINE: Final = 300
MAX_COLUMNS: Final = 12
MAX_ROWS: Final = 200

#: a problem: the field's name, and what the person reads
Problem: TypeAlias = tuple[str, str | Promise]


class BlockRefused(ValueError):
    """What somebody wrote is no block yet; `problems` say in which field and why, in the reader's language."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(name for name, _why in problems))
        self.problems = tuple(problems)


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Running text. Headings begin at the second level."""

    markdown: str


class Chapter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The beginning of a chapter of a manual."""

    title: str


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One number, large, with the sentence that says what it means."""

    key: str
    parameters: dict[str, str] = {}
    as_of: date | None = None
    sentence: str = ""


class Chart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A chart of `insights.bound_charts`. Without a title it has the sentence that it says by itself."""

    chart: str
    parameters: dict[str, str] = {}
    as_of: date | None = None
    title: str = ""
    alt: str = ""


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A small table; its cells may hold bound numbers."""

    caption: str
    header: list[str]
    rows: list[list[str]]


class Quote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody said, word for word, and where."""

    text: str
    who: str
    source: str = ""
    url: str = ""


class Pledges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Pledges of a mandate (by its slug) with their standing; `filters` are those of its public page."""

    mandate: str
    filters: dict[str, str] = {}
    as_of: date | None = None


class ReportMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where citizens' reports lie."""

    municipality: str
    category: str = ""
    period: str = "365d"
    alt: str = ""
    as_of: date | None = None


class Photo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A photo of the publication by its key. `focus` is what must stay in sight, in thousandths from left and top."""

    file: str
    alt: str
    credit: str
    caption: str = ""
    focus: tuple[int, int] | None = None


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the publication by its uid."""

    file: str
    title: str


class Callout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that stand out: an explanation, a warning, a finding."""

    tone: Literal["note", "warning", "finding"]
    markdown: str


Block: TypeAlias = (
    Text | Chapter | Figure | Chart | Table | Quote | Pledges | ReportMap | Photo | File | Callout
)

TONES: Final[dict[str, Promise]] = {
    "note": pgettext_lazy("tone of a box", "Explanation"),
    "warning": pgettext_lazy("tone of a box", "Warning"),
    "finding": pgettext_lazy("tone of a box", "Finding"),
}

_EMPTY = _("Write something here.")
_TOO_LONG = _("This is too long.")
_BAD_LINK = _("A link begins with https:// or http://.")
NO_ALT: Final = _("Say what the picture shows, for people who cannot see it.")
NO_CREDIT: Final = _("Say who made the photo.")
NO_PHOTO: Final = _("Choose a photo.")
NO_FILE: Final = _("Choose a file.")
_NEEDED = {"municipality": _("Choose a municipality."), "mandate": _("Choose a mandate.")}
_UNEVEN = _("Each row needs as many cells as there are headings.")
_TOO_LARGE = _("A table has at most 12 columns and 200 rows. Offer a larger one as a file.")


@dataclass(frozen=True)
class BlockKind:
    """A kind of block.

    `words` are the fields that a translation writes anew; the others it shares with the original. `bound` are those
    in which bound numbers may stand. `check` finds what is wrong beyond the shape.
    """

    key: str
    label: Promise
    icon: str
    struct: type[Block]
    check: Callable[[Any], Iterator[Problem]]
    words: tuple[str, ...]
    bound: tuple[str, ...] = field(default=())


def _required(text: str, name: str, most: int = MAX_LINE) -> Iterator[Problem]:
    if not text.strip():
        yield name, _EMPTY
    yield from _at_most(text, name, most)


def _at_most(text: str, name: str, most: int = MAX_LINE) -> Iterator[Problem]:
    if len(text) > most:
        yield name, _TOO_LONG


def _numbers(text: str, name: str) -> Iterator[Problem]:
    """Bound numbers that say nothing; and those of the shape of one that `bindings` does not even see."""
    try:
        found = sum(1 for _binding in bindings_in(text))
    except BindingError as error:
        yield name, str(error)
        return
    if len(re.findall(r"\{\{\s*figure\b", text)) != found:
        yield name, str(BindingError("shape"))


def _check_text(block: Text | Callout) -> Iterator[Problem]:
    yield from _required(block.markdown, "markdown", MAX_MARKDOWN)
    yield from _numbers(block.markdown, "markdown")


def _check_chapter(block: Chapter) -> Iterator[Problem]:
    yield from _required(block.title, "title")


def _check_figure(block: Figure) -> Iterator[Problem]:
    try:
        bind(block.key, block.parameters, block.as_of)
    except BindingError as error:
        yield "key", str(error)
    yield from _at_most(block.sentence, "sentence", MAX_TEXT)
    yield from _numbers(block.sentence, "sentence")


def _check_chart(block: Chart) -> Iterator[Problem]:
    found = CHARTS.get(block.chart)
    if found is None:
        yield "chart", _("Choose a chart.")
    elif not block.parameters.get(found.needs):
        yield found.needs, _NEEDED[found.needs]
    elif not set(block.parameters) <= set(found.parameters) - {"as_of"}:
        yield "chart", str(BindingError("shape"))
    yield from _at_most(block.title, "title")
    yield from _at_most(block.alt, "alt", MAX_TEXT)


def _check_table(block: Table) -> Iterator[Problem]:
    yield from _required(block.caption, "caption")
    if not block.header or not any(cell.strip() for cell in block.header):
        yield "cells", _EMPTY
    if len(block.header) > MAX_COLUMNS or len(block.rows) > MAX_ROWS:
        yield "cells", _TOO_LARGE
    if any(len(row) != len(block.header) for row in block.rows):
        yield "cells", _UNEVEN
    for cell in (*block.header, *(cell for row in block.rows for cell in row)):
        yield from _at_most(cell, "cells", MAX_TEXT)
        yield from _numbers(cell, "cells")


def _check_quote(block: Quote) -> Iterator[Problem]:
    yield from _required(block.text, "text", MAX_TEXT)
    yield from _required(block.who, "who")
    yield from _at_most(block.source, "source")
    if block.url and not _is_link(block.url):
        yield "url", _BAD_LINK


def _check_pledges(block: Pledges) -> Iterator[Problem]:
    if not block.mandate.strip():
        yield "mandate", _NEEDED["mandate"]


def _check_map(block: ReportMap) -> Iterator[Problem]:
    if not block.municipality.strip():
        yield "municipality", _NEEDED["municipality"]
    yield from _at_most(block.alt, "alt", MAX_TEXT)


def _check_photo(block: Photo) -> Iterator[Problem]:
    if not re.fullmatch(r"[0-9a-f]{32}", block.file):
        yield "file", NO_PHOTO
    if not block.alt.strip():
        yield "alt", NO_ALT
    yield from _at_most(block.alt, "alt", MAX_TEXT)
    if not block.credit.strip():
        yield "credit", NO_CREDIT
    yield from _at_most(block.credit, "credit")
    yield from _at_most(block.caption, "caption", MAX_TEXT)
    if block.focus and not all(0 <= part <= 1000 for part in block.focus):
        yield "focus", _("Choose a point of the photo.")


def _check_file(block: File) -> Iterator[Problem]:
    if not re.fullmatch(r"[a-z0-9]{10}", block.file):
        yield "file", NO_FILE
    yield from _required(block.title, "title")


def _is_link(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return len(url) <= 1000 and parts.scheme in ("http", "https") and bool(parts.netloc)


#: every kind by its key, in the order in which an editor is offered them
KINDS: Final[dict[str, BlockKind]] = {
    kind.key: kind
    for kind in (
        BlockKind("text", pgettext_lazy("a block", "Text"), "edit", Text, _check_text, ("markdown",), ("markdown",)),
        BlockKind("figure", pgettext_lazy("a block", "Figure"), "check", Figure, _check_figure, ("sentence",),
                  ("sentence",)),
        BlockKind("chart", pgettext_lazy("a block", "Chart"), "list", Chart, _check_chart, ("title", "alt")),
        BlockKind("pledges", pgettext_lazy("a block", "List of pledges"), "flag", Pledges, _check_pledges, ()),
        BlockKind("quote", pgettext_lazy("a block", "Quote"), "comment", Quote, _check_quote,
                  ("text", "who", "source")),
        BlockKind("callout", pgettext_lazy("a block", "Box"), "info", Callout, _check_text, ("markdown",),
                  ("markdown",)),
        BlockKind("table", pgettext_lazy("a block", "Table"), "list", Table, _check_table,
                  ("caption", "header", "rows"), ("header", "rows")),
        BlockKind("photo", pgettext_lazy("a block", "Photo"), "camera", Photo, _check_photo,
                  ("alt", "credit", "caption")),
        BlockKind("report_map", pgettext_lazy("a block", "Map of reports"), "map", ReportMap, _check_map, ("alt",)),
        BlockKind("file", pgettext_lazy("a block", "File"), "download", File, _check_file, ("title",)),
        BlockKind("chapter", pgettext_lazy("a block", "Chapter"), "book", Chapter, _check_chapter, ("title",)),
    )
}  # fmt: skip


def parse(kind: str, data: Mapping[str, Any]) -> Block:
    """A block from what a form or the database holds. Raises BlockRefused; a bad shape is a problem of no field."""
    known = KINDS.get(kind)
    if known is None:
        raise BlockRefused([("", _("There is no such kind of block."))])
    try:
        block = msgspec.convert(cleaned(dict(data)), known.struct)
    except msgspec.ValidationError:
        raise BlockRefused([("", _("This block cannot be read. Fill it in again."))]) from None
    if problems := list(known.check(block)):
        raise BlockRefused(problems)
    return block


def stored(block: Block) -> dict[str, Any]:
    """What the database keeps of a block."""
    plain: dict[str, Any] = msgspec.to_builtins(block)
    return plain


def cleaned(value: Any) -> Any:
    """A value without letters that no text needs and that hide others: control characters, half pairs, turned order."""
    if isinstance(value, str):
        return "".join(_kept(letter) for letter in value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, dict):
        return {str(key): cleaned(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(one) for one in value]
    return value


def _kept(letter: str) -> str:
    if letter in "\n\t":
        return letter
    hides = (
        unicodedata.category(letter) in ("Cc", "Cs")
        or letter in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    )
    return "" if hides else letter


def digest_of(kind: str, data: Mapping[str, Any]) -> str:
    """SHA-256 of a block: by it a translation knows whether the original changed since."""
    return sha256(canonical_json({"kind": kind, "data": data}).encode()).hexdigest()


def shared_with(kind: str, original: Mapping[str, Any], translated: Mapping[str, Any]) -> dict[str, Any]:
    """A translation's block: its own words, and everything else as the original has it."""
    words = KINDS[kind].words
    return {**original, **{name: value for name, value in translated.items() if name in words}}


def numbers_of(kind: str, data: Mapping[str, Any]) -> Iterator[Binding]:
    """Every figure that a block binds, as a block or inside its words. Raises BindingError."""
    if kind == "figure":
        day = data.get("as_of")
        yield bind(data["key"], data.get("parameters", {}), date.fromisoformat(day) if day else None)
    for name in KINDS[kind].bound:
        for text in _texts(data.get(name, "")):
            yield from bindings_in(text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
