"""What somebody wrote in an answer, as mail programs in three languages send it."""
# ruff: noqa: E501 (quotations are as long as mail programs make them)

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from besa.delivery.incoming.charsets import decode
from besa.delivery.incoming.html_text import text_of
from besa.delivery.incoming.quoting import own_words
from besa.delivery.reply_marks import MARK

WORDS = "Do të vijmë të hënën.\n\nPastaj e mbyllim gropën."
QUOTED = {
    "gmail sq": "\n\nMë mar., 21 nën 2026 në 14:03 ndreqe <reply+r1-a@in.example.org> shkroi:\n\n> ##- Besa -##\n> Gropë",
    "gmail sq wrapped": "\n\nMë mar., 21 nën 2026 në 14:03 ndreqe\n<reply+r1-a@in.example.org> ka shkruar:\n\n> Gropë",
    "gmail sr": "\n\nсуб, 21. нов 2026. у 14:03 ndreqe <reply+r1-a@in.example.org> је написао/ла:\n> ##- Besa -##",
    "gmail sr latin": "\n\nsub, 21. nov 2026. u 14:03 ndreqe <a@in.example.org> je napisao/la:\n\n> Rupa",
    "thunderbird sr": "\n\nDana 21.11.2026. u 14:03, ndreqe je napisao(la):\n> Rupa",
    "gmail en": "\n\nOn Sat, 21 Nov 2026 at 14:03, ndreqe <a@in.example.org> wrote:\n> Hole",
    "apple en": "\n\n> On 21 Nov 2026, at 14:03, ndreqe <a@in.example.org> wrote:\n> \n> Hole",
    "no empty line": "\nOn Sat, 21 Nov 2026 at 14:03, ndreqe <a@in.example.org> wrote:\n> Hole",
    "any language": "\n\nNa 21-11-2026 14:03 heeft ndreqe <a@in.example.org> geschreven:\n> Hole",
    "outlook sq": "\n\nNga: ndreqe <a@in.example.org>\nDërguar: e shtunë, 21 nëntor 2026 14:03\nPër: Rrugët\nSubjekti: Gropë\n\nx",
    "outlook sr": "\n\n________________________________\nОд: ndreqe <a@in.example.org>\nПослато: субота\nТема: Рупа\n\nx",
    "outlook sr latin": "\n\n*Šalje:* ndreqe <a@in.example.org>\n*Poslato:* subota\n*Predmet:* Rupa\n\nx",
    "outlook en": "\n\nFrom: ndreqe <a@in.example.org>\nSent: Saturday\nTo: Roads\nSubject: Hole\n\nx",
    "outlook old": "\n\n-----Original Message-----\nFrom: ndreqe\nx",
    "outlook old sq": "\n\n----- Mesazhi origjinal -----\nx",
    "outlook old sr": "\n\n-----Оригинална порука-----\nx",
    "our line": f"\n\n{MARK}\nx",
    "our line bare": "\n##-Besa-##  x\nOn day",
    "wrote and our line": f"\n\nOn Sat, 21 Nov 2026 at 14:03, ndreqe <a@in.example.org> wrote:\n{MARK}\nx",
}
SIGNED = {
    "dashes": "\n\n-- \nAgim Krasniqi\n044 123 456",
    "phone en": "\n\nSent from my iPhone",
    "phone sq": "\n\nDërguar nga iPhone im",
    "phone sr": "\n\nПослато са мог телефона",
    "closing sq": "\n\nMe respekt,\nAgim Krasniqi\nDrejtoria e rrugëve\n044 123 456",
    "closing sr": "\n\nС поштовањем,\nМилан",
    "closing sr latin": "\n\nSrdačan pozdrav\nMilan",
    "closing en": "\n\nKind regards,\nAgim",
}


@pytest.mark.parametrize("quoted", QUOTED.values(), ids=QUOTED.keys())
@pytest.mark.parametrize("signed", ["", *SIGNED.values()], ids=["unsigned", *SIGNED.keys()])
def test_quotation_and_signature_go(quoted: str, signed: str) -> None:
    assert own_words(WORDS + signed + quoted) == WORDS
    assert own_words((WORDS + signed + quoted).replace("\n", "\r\n")) != ""


@pytest.mark.parametrize(
    "words",
    [
        "Përshëndetje,\n\nGropa u mbyll sot.",
        "U rregullua. Faleminderit!",
        "From: the bakery to the school the road is new.",
        "Data: 21.11.2026\nVendi: Rruga UÇK",
        "We wrote to the water company on 3 May:\nthey come next week.",
        "Radovi počinju u 8:00 i traju do 14:00.",
        "1. Gropa\n2. Trotuari\n\n- të dyja u rregulluan",
        "Pozdrav, ekipa izlazi sutra.",
    ],
)
def test_ordinary_words_stay(words: str) -> None:
    assert own_words(words) == words


def test_an_answer_below_or_between_the_quotation_is_found() -> None:
    below = "On Sat, 21 Nov 2026 at 14:03, ndreqe <a@in.example.org> wrote:\n> A hole\n> in the road\n\nWe come on Monday."
    assert own_words(below) == "We come on Monday."
    between = "> When do you come?\nOn Monday.\n> And the other one?\nOn Friday."
    assert own_words(between) == "On Monday.\nOn Friday."


@given(st.text(max_size=400))
@settings(deadline=None)
def test_any_text_can_be_read_and_nothing_is_added(text: str) -> None:
    words = own_words(text)
    assert set(words) <= set(text) | {"\n"}
    assert own_words(words) == own_words(own_words(words))


@given(
    st.lists(
        st.sampled_from([*WORDS.split("\n"), "> x", "-- ", MARK, "From: a", "Sent: b", "a@b 14:03:", ""])
    )
)
def test_any_mixture_can_be_read(lines: list[str]) -> None:
    words = own_words("\n".join(lines))
    assert MARK not in words and not any(line.startswith(">") for line in words.split("\n"))


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "utf-8", "cp1250", "x-unknown", "base64", "rot13", "utf-16"]),
)
@settings(deadline=None)
def test_any_bytes_become_text(data: bytes, charset: str | None) -> None:
    text = decode(data, charset)
    assert "\x00" not in text and "\r" not in text
    text.encode()


@pytest.mark.parametrize(
    ("text", "charset", "declared"),
    [
        ("Çështja u rregullua", "cp1250", None),
        ("Çështja u rregullua", "utf-8", "iso-8859-1"),
        ("Çështja u rregullua", "utf-8", "us-ascii"),
        ("Rešeno, šteta je mala", "cp1250", "unknown-8bit"),
        ("Рупа је поправљена", "cp1251", None),
        ("Рупа је поправљена", "cp1251", "windows-1251"),
        ("Rešeno", "iso-8859-2", "iso-8859-2"),
        ("Решено", "koi8-r", "koi8-r"),
    ],
)
def test_what_old_programs_send_is_readable(text: str, charset: str, declared: str | None) -> None:
    assert decode(text.encode(charset), declared) == text


def test_html_becomes_lines_and_quotations_are_known() -> None:
    html = """<html><head><style>p{}</style></head><body><p>Do të vijmë&nbsp;të hënën.</p>
        <div>Pastaj<br>e mbyllim.</div><script>x()</script>
        <div class="gmail_quote"><div>Më 21 nën 14:03 shkroi:</div><blockquote><p>Gropë<p>e madhe</blockquote></div>"""
    assert own_words(decode(text_of(html).encode(), None)) == "Do të vijmë të hënën.\n\nPastaj\ne mbyllim."


@given(st.text(alphabet="<>/divbrpq class=\"'gmail_quote& x\n", max_size=200))
@settings(deadline=None)
def test_any_markup_becomes_text(html: str) -> None:
    assert isinstance(text_of(html), str)
