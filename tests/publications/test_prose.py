"""Markdown becomes a tree that holds nothing but what a publication may, whatever was typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from besa.publications.prose import (
    MOST,
    Blockquote,
    BoundNumber,
    Break,
    Bullets,
    Code,
    Emphasis,
    FootnoteMark,
    Heading,
    Link,
    Numbered,
    Paragraph,
    Rule,
    Strong,
    Words,
    changed,
    inlines_of,
    plain_text,
    read,
)

BLOCKS = ["# ", "- ", "1. ", "> ", "\n", "\n\n", "    ", "---", "[^", "]: "]
INLINES = ["*", "**", "_", "`", "[", "](", ")", "![", "{{figure ", "|", "=", "}}", "\\", "<b>", "&#1;"]
WORDS = ["http://a.example", "javascript:", "//", "\x00", "\ud800"]
MARKS = st.sampled_from([*BLOCKS, *INLINES, *WORDS])


@given(st.lists(MARKS | st.text(max_size=6), max_size=60).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_nothing_dangerous_is_in_it(markdown: str) -> None:
    prose = read(markdown)
    lines = [*inlines_of(prose.blocks), *(inline for note in prose.footnotes.values() for inline in note)]
    for inline in lines:
        if isinstance(inline, Link):
            assert inline.href.startswith(("http://", "https://", "/"))
            assert not inline.href.startswith("//")
        letters = plain_text([inline])
        assert letters.encode()
        assert not any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in letters)
    assert all(str(warning) for warning in prose.warnings)


def test_every_kind_of_block_and_inline() -> None:
    prose = read(
        "# Sa u *rregullua*\n\nNë Pejë u raportuan {{figure reports.count|town=peja|period=all}} probleme"
        " **më shumë**,\\\nshih [tabelën](/sq/t).[^a]\n\n- një\n  1. dy\n\n3. tre\n\n> thënie\n\n---\n\n"
        "`x`\n\n[^a]: Komuna, *2026*.\n"
    )
    heading, paragraph, bullets, numbered, quote, rule, code = prose.blocks
    assert heading == Heading(2, (Words("Sa u "), Emphasis((Words("rregullua"),))), "sa-u-rregullua")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.children == (
        Words("Në Pejë u raportuan "),
        BoundNumber("reports.count", (("period", "all"), ("town", "peja"))),
        Words(" probleme "),
        Strong((Words("më shumë"),)),
        Words(","),
        Break(),
        Words("shih "),
        Link("/sq/t", (Words("tabelën"),)),
        Words("."),
        FootnoteMark("a", 1),
    )
    assert isinstance(bullets, Bullets)
    assert bullets.items == ((Paragraph((Words("një"),)), Numbered(((Paragraph((Words("dy"),)),),))),)
    assert isinstance(numbered, Numbered)
    assert numbered.start == 3
    assert quote == Blockquote((Paragraph((Words("thënie"),)),))
    assert rule == Rule()
    assert code == Paragraph((Code("x"),))
    assert prose.footnotes == {"a": (Words("Komuna, "), Emphasis((Words("2026"),)), Words("."))}
    assert prose.warnings == ()


def test_html_stays_text_and_pictures_and_other_addresses_are_left_out_with_a_word() -> None:
    prose = read("<script>alert(1)</script> ![pamje](/x.png) [a](ftp://x.example) [b](//evil.example)")
    assert plain_text(inlines_of(prose.blocks)) == "<script>alert(1)</script> pamje a b"
    assert [warning.kind for warning in prose.warnings] == ["picture", "address", "address", "html"]


@pytest.mark.parametrize(
    "heavy",
    ["[" * MOST, "*a **b " * (MOST // 7), "> " * (MOST // 2), "- " * (MOST // 2), "`" * MOST, "![" * MOST],
)
def test_heavy_input_is_cut(heavy: str) -> None:
    assert read(heavy + "x" * MOST).warnings[0].kind == "long"


def test_headings_of_one_text_have_anchors_of_their_own_and_numbers_can_be_filled_in() -> None:
    prose = read("## Ujë\n\n##### Ујë\n\n**{{figure a.b}}**")
    assert [block.anchor for block in prose.blocks if isinstance(block, Heading)] == ["uje", "uje-2"]
    filled = changed(prose.blocks, lambda inline: Words("7") if isinstance(inline, BoundNumber) else inline)
    assert filled[-1] == Paragraph((Strong((Words("7"),)),))
