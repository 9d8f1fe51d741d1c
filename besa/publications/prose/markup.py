"""Prose as HTML: every letter escaped, nothing but the elements named here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from besa.publications.prose.tree import (
    Block,
    Blockquote,
    BoundNumber,
    Break,
    Bullets,
    Code,
    Emphasis,
    FootnoteMark,
    Heading,
    Inline,
    Link,
    Number,
    Numbered,
    Paragraph,
    Rule,
    Strong,
    Words,
)

#: what becomes of a number, read or not, and of a footnote's mark; the page knows
Write = Callable[[BoundNumber | Number | FootnoteMark], SafeString]


def html_of(blocks: Iterable[Block], write: Write) -> SafeString:
    """The blocks, one behind the other."""
    return _joined(_block(block, write) for block in blocks)


def line_of(children: Iterable[Inline], write: Write) -> SafeString:
    """One line, without an element around it."""
    return _joined(_inline(child, write) for child in children)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _block(block: Block, write: Write) -> SafeString:
    match block:
        case Paragraph(children):
            return format_html("<p>{}</p>", line_of(children, write))
        case Heading(level, children, anchor):
            tag = mark_safe(f"h{int(level)}")  # a number of ours
            return format_html('<{} id="{}">{}</{}>', tag, anchor, line_of(children, write), tag)
        case Bullets(items):
            return format_html("<ul>{}</ul>", _items(items, write))
        case Numbered(items, start):
            return format_html('<ol start="{}">{}</ol>', start, _items(items, write))
        case Blockquote(inner):
            return format_html("<blockquote>{}</blockquote>", html_of(inner, write))
        case Rule():
            return mark_safe("<hr>")


def _items(items: Iterable[Iterable[Block]], write: Write) -> SafeString:
    return _joined(format_html("<li>{}</li>", html_of(item, write)) for item in items)


def _inline(child: Inline, write: Write) -> SafeString:
    match child:
        case Words(text):
            return format_html("{}", text)
        case Strong(children):
            return format_html("<strong>{}</strong>", line_of(children, write))
        case Emphasis(children):
            return format_html("<em>{}</em>", line_of(children, write))
        case Code(text):
            return format_html("<code>{}</code>", text)
        case Link(href, children):
            return format_html('<a href="{}" rel="noreferrer">{}</a>', href, line_of(children, write))
        case Break():
            return mark_safe("<br>")
        case BoundNumber() | Number() | FootnoteMark():
            return write(child)
