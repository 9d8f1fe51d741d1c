"""What every output of a publication is made from: words, numbers that were read, drawings. No database behind it.

The page, the PDF, the slides, the book and the Word file are all made from one manuscript, so that they cannot differ.
Texts are in the manuscript's language; what was counted is already written as that language writes it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from besa.insights import series
from besa.publications.prose import Block, Inline


@dataclass(frozen=True)
class Figure:
    """One number, large: `text` with the sentence that says what it means, and from how many (`n`)."""

    label: str
    text: str
    sentence: str
    as_of: datetime
    n: int | None = None
    interval: str = ""
    address: str = ""


@dataclass(frozen=True)
class Chart:
    """A drawing on white, `svg`, with its sentence as title. `alt` says what it shows to who cannot see it.

    `note` is all of its small print: how many, as of when, the source. `png` is the same drawing for programs that
    cannot draw; whoever needs one paints it where there is none. `table` has the numbers, its header first; `numbers`
    are what it is drawn from, for the page, which shows drawings as they get ready.
    """

    svg: str
    title: str
    alt: str
    as_of: datetime
    note: str = ""
    address: str = ""
    table: tuple[tuple[str, ...], ...] = ()
    png: Path | None = None
    numbers: series.Chart | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Table:
    """A small table; each row has as many cells as the header."""

    caption: str
    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]


@dataclass(frozen=True)
class Quote:
    """What somebody said, word for word."""

    text: str
    who: str
    source: str = ""
    url: str = ""


@dataclass(frozen=True)
class PledgeRow:
    """One pledge. `status` is its key (such as `in_progress`), `label` its word. `language` is its title's, where that
    is another one than the manuscript's."""

    status: str
    label: str
    title: str
    note: str = ""
    address: str = ""
    language: str = ""


@dataclass(frozen=True)
class PledgeList:
    """Pledges with their standing on a day. `counts` has (status, word, how many) of all `total`, shown or not.
    `foreign` says once in which other languages there are titles."""

    title: str
    rows: tuple[PledgeRow, ...]
    counts: tuple[tuple[str, str, int], ...]
    total: int
    as_of: datetime
    note: str = ""
    address: str = ""
    foreign: str = ""


@dataclass(frozen=True)
class ReportMap:
    """Where reports lie, drawn on white."""

    svg: str
    title: str
    alt: str
    count: int
    as_of: datetime
    note: str = ""
    address: str = ""
    png: Path | None = None
    numbers: series.Chart | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Photo:
    """A photo, re-drawn: a file of ours. `address` is where the page shows it, `key` its name there."""

    path: Path
    width: int
    height: int
    alt: str
    credit: str
    caption: str = ""
    address: str = ""
    focus: tuple[int, int] | None = None
    key: str = ""


@dataclass(frozen=True)
class File:
    """A file to take along; `size` in bytes, `form` such as PDF or XLSX."""

    title: str
    address: str
    size: int
    sha256: str
    form: str

    @property
    def kilobytes(self) -> int:
        """How large it is, never 0."""
        return max(1, round(self.size / 1024))


@dataclass(frozen=True)
class Callout:
    """Words that stand out: `tone` is a key of `blocks.TONES`, `label` its word."""

    tone: str
    label: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Chapter:
    """Where a chapter begins."""

    title: str
    anchor: str


Piece = Block | Figure | Chart | Table | Quote | PledgeList | ReportMap | Photo | File | Callout | Chapter


@dataclass(frozen=True)
class ReadNumber:
    """A number of the text with all that is known of it: `number` counts from 1 by first mention."""

    number: int
    key: str
    label: str
    definition: str
    text: str
    value: float | None
    n: int
    counted: str
    as_of: datetime
    interval: str
    question: dict[str, str]
    address: str


@dataclass(frozen=True)
class Correction:
    """What was wrong; `label` says whether it was our error or new facts."""

    day: date
    label: str
    text: str


@dataclass(frozen=True)
class OtherLanguage:
    """The same work in another language, named as that language names itself."""

    language: str
    name: str
    address: str


@dataclass(frozen=True)
class Manuscript:
    """One revision of one edition, whole.

    `kind` is a key of `kinds`, `kind_label` its word; `language` one of `core.languages`; `published` None for a draft;
    `as_of` when the numbers were read; `address` the absolute one of its page, `version` which one of those that
    readers know, and 0 for a draft; `numbers` are all that were read, each once; `footnotes` are numbered from 1 in the
    order of their first mention in the whole work; `blocks` has for each piece the uid of the block that it is of. Of a
    translation whose original says something else by now, `behind` says so, and `outdated` are the blocks that do not
    render it any more.
    """

    uid: str
    kind: str
    kind_label: str
    language: str
    title: str
    subtitle: str
    summary: str
    authors: tuple[str, ...]
    organisation: str
    municipality: str
    published: datetime | None
    as_of: datetime
    version: int
    address: str
    citation: str
    brand: str
    pieces: tuple[Piece, ...]
    footnotes: tuple[tuple[Inline, ...], ...] = ()
    corrections: tuple[Correction, ...] = ()
    other_languages: tuple[OtherLanguage, ...] = field(default=())
    numbers: tuple[ReadNumber, ...] = ()
    blocks: tuple[str, ...] = ()
    behind: str = ""
    outdated: frozenset[str] = frozenset()
