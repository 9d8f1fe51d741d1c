"""The tree that prose is read into: frozen, without markup, the same for every output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Words:
    """Text as it is shown."""

    text: str


@dataclass(frozen=True)
class Strong:
    """Bold."""

    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Emphasis:
    """Italic."""

    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Code:
    """Letters that are not prose: a file's name, a digest."""

    text: str


@dataclass(frozen=True)
class Link:
    """`href` begins with http://, https:// or a single /."""

    href: str
    children: tuple[Inline, ...]


@dataclass(frozen=True)
class BoundNumber:
    """A number that the figure registry fills in."""

    key: str
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Number:
    """A bound number that has been read: `text` as the language writes it; `n` is what it was counted from."""

    text: str
    key: str
    as_of: datetime
    n: int | None = None
    address: str = ""


@dataclass(frozen=True)
class FootnoteMark:
    """Points to a footnote. `number` counts from 1 by first mention."""

    name: str
    number: int


@dataclass(frozen=True)
class Break:
    """A new line within a paragraph."""


Inline = Words | Strong | Emphasis | Code | Link | BoundNumber | Number | FootnoteMark | Break


@dataclass(frozen=True)
class Paragraph:
    """One paragraph."""

    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of level 2, 3 or 4; `anchor` is unique within its text."""

    level: int
    children: tuple[Inline, ...]
    anchor: str


@dataclass(frozen=True)
class Bullets:
    """A list; each item is a column of blocks."""

    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True)
class Numbered:
    """A numbered list."""

    items: tuple[tuple[Block, ...], ...]
    start: int = 1


@dataclass(frozen=True)
class Blockquote:
    """Somebody else's words in the middle of a text."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Rule:
    """A line between two parts."""


Block = Paragraph | Heading | Bullets | Numbered | Blockquote | Rule

CAUTIONS: Final = {
    "long": _("The text was cut: it is longer than %(detail)s characters. Divide it into several blocks."),
    "deep": _("Lists within lists were left out where they were too deep."),
    "picture": _(
        "A picture in the text was left out: use a photo block, which has a credit and a description."
    ),
    "address": _(
        "A link was left out: its address must begin with https://, http:// or a single /. (%(detail)s)"
    ),
    "html": _("HTML is shown as it was typed: %(detail)s"),
}


@dataclass(frozen=True)
class Caution:
    """What could not be kept, and why: a key of CAUTIONS."""

    kind: str
    detail: str = ""

    def __str__(self) -> str:
        return str(CAUTIONS[self.kind] % {"detail": self.detail})


@dataclass(frozen=True)
class Prose:
    """One text, read. A footnote's text has no footnotes."""

    blocks: tuple[Block, ...] = ()
    footnotes: Mapping[str, tuple[Inline, ...]] = field(default_factory=dict)
    warnings: tuple[Caution, ...] = ()
