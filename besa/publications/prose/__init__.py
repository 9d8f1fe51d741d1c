"""What people write, as one tree that the page, the PDF, the book and the Word file are all made from.

Markdown as CommonMark has it, less what a publication must not hold: HTML stays the text it is, pictures are refused
(a photo block has a credit and a description), code blocks are paragraphs. Two things more: a bound number,
`{{figure key|name=value}}`, and a footnote, `[^name]`, with its text on a line `[^name]: the source`.
"""

from besa.publications.prose.reading import MOST, cleaned, read
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
    Number,
    Numbered,
    Paragraph,
    Prose,
    Rule,
    Strong,
    Words,
)
from besa.publications.prose.walking import changed, changed_inlines, inlines_of, lines_in, plain_text

__all__ = [
    "MOST",
    "Block",
    "Blockquote",
    "BoundNumber",
    "Break",
    "Bullets",
    "Caution",
    "Code",
    "Emphasis",
    "FootnoteMark",
    "Heading",
    "Inline",
    "Link",
    "Number",
    "Numbered",
    "Paragraph",
    "Prose",
    "Rule",
    "Strong",
    "Words",
    "changed",
    "changed_inlines",
    "cleaned",
    "inlines_of",
    "lines_in",
    "plain_text",
    "read",
]
