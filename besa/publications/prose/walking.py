"""Going through prose: its letters, its parts, and a tree with some of them replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from besa.publications.prose.tree import (
    Block,
    Blockquote,
    Break,
    Bullets,
    Code,
    Emphasis,
    Heading,
    Inline,
    Link,
    Number,
    Numbered,
    Paragraph,
    Strong,
    Words,
)


def plain_text(children: Iterable[Inline]) -> str:
    """Only the letters, on one line; a number that was not read is left out."""
    return "".join(_letters(child) for child in children)


def inlines_of(blocks: Iterable[Block]) -> Iterator[Inline]:
    """Every inline of some blocks, in order, the ones within others after these."""
    for block in blocks:
        match block:
            case Paragraph(children) | Heading(children=children):
                yield from _deep(children)
            case Bullets(items) | Numbered(items):
                for item in items:
                    yield from inlines_of(item)
            case Blockquote(inner):
                yield from inlines_of(inner)


def lines_in(blocks: Iterable[Block]) -> Iterator[str]:
    """The letters of each paragraph and heading, in order."""
    for block in blocks:
        match block:
            case Paragraph(children) | Heading(children=children):
                yield plain_text(children)
            case Bullets(items) | Numbered(items):
                for item in items:
                    yield from lines_in(item)
            case Blockquote(inner):
                yield from lines_in(inner)


def changed(blocks: Sequence[Block], change: Callable[[Inline], Inline]) -> tuple[Block, ...]:
    """The blocks with every inline replaced by what `change` makes of it, the innermost first."""
    return tuple(_changed_block(block, change) for block in blocks)


def changed_inlines(children: Iterable[Inline], change: Callable[[Inline], Inline]) -> tuple[Inline, ...]:
    """The same for a line."""
    return tuple(
        change(
            replace(child, children=changed_inlines(child.children, change))
            if isinstance(child, Strong | Emphasis | Link)
            else child
        )
        for child in children
    )


def _changed_block(block: Block, change: Callable[[Inline], Inline]) -> Block:
    match block:
        case Paragraph() | Heading():
            return replace(block, children=changed_inlines(block.children, change))
        case Bullets() | Numbered():
            return replace(block, items=tuple(changed(item, change) for item in block.items))
        case Blockquote():
            return replace(block, blocks=changed(block.blocks, change))
    return block


def _letters(child: Inline) -> str:
    match child:
        case Words(text) | Code(text) | Number(text=text):
            return text
        case Strong(children) | Emphasis(children) | Link(children=children):
            return plain_text(children)
        case Break():
            return " "
    return ""


def _deep(children: Iterable[Inline]) -> Iterator[Inline]:
    for child in children:
        yield child
        if isinstance(child, Strong | Emphasis | Link):
            yield from _deep(child.children)
