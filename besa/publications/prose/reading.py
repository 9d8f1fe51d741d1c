"""Reads Markdown into the tree. Never raises; what had to be left out or cut is told as a caution."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode

from besa.core.folding import fold
from besa.publications.prose.tree import (
    Block,
    Blockquote,
    BoundNumber,
    Break,
    Bullets,
    Caution,
    Code,
    Emphasis,
    FootnoteMark,
    Heading,
    Inline,
    Link,
    Numbered,
    Paragraph,
    Prose,
    Rule,
    Strong,
    Words,
)
from besa.publications.prose.walking import plain_text

#: characters of one text; more than the longest chapter that anybody edits in one box
MOST: Final = 30_000
#: lists within lists, quotes within quotes
DEEPEST: Final = 12
#: headings: level 1 is the work's title
HIGHEST_HEADING, LOWEST_HEADING = 2, 4
_FOOTNOTE = re.compile(r"^ {0,3}\[\^([\w-]{1,40})\]:[ \t]*(.*)$")
_MARK = re.compile(r"\[\^([\w-]{1,40})\]")
_NUMBER = re.compile(r"\{\{\s*figure\s+([a-z][a-z0-9_.]{0,79})\s*((?:\|[^|{}\n]{0,200}){0,12})\}\}")
_TAG = re.compile(r"</?[a-zA-Z][^>]{0,40}>?|<!--")
_KEPT_CONTROLS: Final = "\n\t"
_LONGEST_ADDRESS: Final = 2000


def read(markdown: str) -> Prose:
    """The tree of a text, whatever the text."""
    cautions: list[Caution] = []
    text = cleaned(markdown)
    if len(text) > MOST:
        text = text[:MOST]
        cautions.append(Caution("long", str(MOST)))
    body, definitions = _footnotes_apart(text)
    tokens = _PARSER.parse(body)
    if any(token.level >= DEEPEST - 1 for token in tokens):
        cautions.append(Caution("deep"))
    blocks = _Reader(cautions).blocks(SyntaxTreeNode(tokens).children)
    notes = _Reader(cautions, footnotes=False)
    footnotes = {
        name: notes.inlines(SyntaxTreeNode(_PARSER.parseInline(said)).children[0].children)
        for name, said in definitions.items()
    }
    return Prose(blocks, footnotes, tuple(dict.fromkeys(cautions)))


def cleaned(text: str) -> str:
    """The text without what no file can hold: control characters and halves of letters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.encode("utf-8", "ignore").decode("utf-8")
    return "".join(
        letter
        for letter in text
        if letter in _KEPT_CONTROLS or (unicodedata.category(letter) != "Cc" and letter not in "\ufffe\uffff")
    )


class _Reader:
    """Makes the tree of a parser's nodes and gathers cautions; the first mention numbers a footnote."""

    def __init__(self, cautions: list[Caution], *, footnotes: bool = True) -> None:
        self.cautions = cautions
        self.footnotes = footnotes
        self.numbers: dict[str, int] = {}
        self.anchors: dict[str, int] = {}

    def blocks(self, nodes: Iterable[SyntaxTreeNode]) -> tuple[Block, ...]:
        found = (self.block(node) for node in nodes)
        return tuple(block for block in found if block is not None)

    def block(self, node: SyntaxTreeNode) -> Block | None:
        """A block, or None for one of which nothing is left."""
        match node.type:
            case "paragraph":
                children = self.line(node)
                return Paragraph(children) if children else None
            case "heading":
                return self.heading(node)
            case "bullet_list":
                return Bullets(self.items(node))
            case "ordered_list":
                return Numbered(self.items(node), min(int(node.attrs.get("start", 1)), 9999))
            case "blockquote":
                return Blockquote(self.blocks(node.children))
            case "hr":
                return Rule()
        return None

    def heading(self, node: SyntaxTreeNode) -> Heading | None:
        children = self.line(node)
        if not children:
            return None
        anchor = slugify(fold(plain_text(children)))[:60] or "part"
        self.anchors[anchor] = count = self.anchors.get(anchor, 0) + 1
        level = min(max(int(node.tag[1:]), HIGHEST_HEADING), LOWEST_HEADING)
        return Heading(level, children, anchor if count == 1 else f"{anchor}-{count}")

    def items(self, node: SyntaxTreeNode) -> tuple[tuple[Block, ...], ...]:
        return tuple(self.blocks(item.children) for item in node.children)

    def line(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        return self.inlines(child for inline in node.children for child in inline.children)

    def inlines(self, nodes: Iterable[SyntaxTreeNode]) -> tuple[Inline, ...]:
        """Inlines, with neighbouring words as one."""
        made: list[Inline] = []
        for inline in (inline for node in nodes for inline in self.inline(node)):
            if isinstance(inline, Words) and made and isinstance(made[-1], Words):
                made[-1] = Words(made[-1].text + inline.text)
            else:
                made.append(inline)
        for inline in made:
            if isinstance(inline, Words) and (tag := _TAG.search(inline.text)):
                self.cautions.append(Caution("html", tag.group()))
        return tuple(made)

    def inline(self, node: SyntaxTreeNode) -> Sequence[Inline]:
        match node.type:
            case "text":
                return _words(node.content)
            case "softbreak" | "hardbreak":
                return [Break() if node.type == "hardbreak" else Words(" ")]
            case "strong" | "em":
                kind = Strong if node.type == "strong" else Emphasis
                return _filled(kind(self.inlines(node.children)))
            case "code_inline":
                return [Code(cleaned(node.content))]
            case "link":
                return self.link(node)
            case "image":
                self.cautions.append(Caution("picture"))
                return _words(node.content)
            case "bound_number":
                return [BoundNumber(node.meta["key"], _parameters(node.meta["given"]))]
            case "footnote_mark":
                return self.mark(node.meta["name"])
        return []

    def link(self, node: SyntaxTreeNode) -> Sequence[Inline]:
        address = str(node.attrs.get("href", ""))
        children = self.inlines(node.children)
        if _is_allowed(address):
            return _filled(Link(address, children))
        self.cautions.append(Caution("address", address[:80]))
        return children

    def mark(self, name: str) -> Sequence[Inline]:
        """A footnote's mark; within a footnote, which has none, the name."""
        if not self.footnotes:
            return _words(name)
        return [FootnoteMark(name, self.numbers.setdefault(name, len(self.numbers) + 1))]


def _words(text: str) -> Sequence[Inline]:
    """Words, cleaned once more: an entity such as &#1; was not seen before."""
    text = cleaned(text)
    return [Words(text)] if text else []


def _filled(inline: Strong | Emphasis | Link) -> Sequence[Inline]:
    return [inline] if inline.children else []


def _parameters(given: str) -> tuple[tuple[str, str], ...]:
    """`|name=value|…` as pairs in the order of their names; the last of a name counts."""
    pairs = (part.partition("=") for part in given.split("|") if part.strip())
    return tuple(sorted({name.strip(): value.strip() for name, _, value in pairs}.items()))


def _footnotes_apart(text: str) -> tuple[str, dict[str, str]]:
    """The text without the lines that define footnotes, and these; an indented line goes on with the one before."""
    body: list[str] = []
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in text.split("\n"):
        if definition := _FOOTNOTE.match(line):
            name, said = definition.groups()
            current = [said]
            found.setdefault(name, current)  # the first one counts
        elif current is not None and line.startswith(("    ", "\t")):
            current.append(line.strip())
        else:
            current = None
            body.append(line)
    return "\n".join(body), {name: " ".join(lines).strip() for name, lines in found.items()}


def _is_allowed(address: str) -> bool:
    lowered = address.lower()
    if lowered.startswith(("http://", "https://")):
        return len(address) <= _LONGEST_ADDRESS
    return (
        address.startswith("/") and not address.startswith(("//", "/\\")) and len(address) <= _LONGEST_ADDRESS
    )


def _bound_number(state: StateInline, silent: bool) -> bool:
    found = _NUMBER.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "{" else None
    if found is None:
        return False
    if not silent:
        token = state.push("bound_number", "", 0)
        token.meta = {"key": found[1], "given": found[2]}
    state.pos = found.end()
    return True


def _footnote_mark(state: StateInline, silent: bool) -> bool:
    found = _MARK.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "[" else None
    if found is None:
        return False
    if not silent:
        state.push("footnote_mark", "", 0).meta = {"name": found[1]}
    state.pos = found.end()
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST})
    parser.disable(["code", "fence", "html_block", "html_inline"])
    parser.inline.ruler.before("link", "bound_number", _bound_number)
    parser.inline.ruler.before("link", "footnote_mark", _footnote_mark)
    return parser


_PARSER: Final = _parser()
