"""What somebody wrote in an answer, without what they quote, their signature and their phone's advertisement.

Mail programs in Albanian, Serbian (both alphabets) and English mark a quotation each in its own way. Our own line
(`reply_marks`) is the surest; the rest is for programs that lose it, and for people who delete it.
"""

from __future__ import annotations

import re

from besa.core.folding import fold
from besa.delivery.reply_marks import has_mark

#: names of header lines, folded: Outlook repeats them in clear above what it quotes
_FROM = {"from", "nga", "prej", "od", "salje", "posiljalac"}
_SENT = {
    *("sent", "date", "derguar", "data", "me"),
    *("poslato", "datum", "dana", "vreme", "to", "per", "za", "kome", "prima", "primalac"),
    *("subject", "subjekti", "tema", "predmet", "naslov"),
}
_ORIGINAL = {
    *("original message", "forwarded message", "mesazhi origjinal", "mesazh i percjelle"),
    *("originalna poruka", "izvorna poruka", "prosledena poruka", "prosledjena poruka"),
}
#: a word of the line before a quotation, folded: "… wrote:"
_WROTE = {
    "wrote",
    "writes",
    "shkroi",
    "shkruar",
    "shkruan",
    "shkruajti",
    "napisao",
    "napisala",
    "pise",
    "schrieb",
}
_MOMENT = re.compile(r"\d{1,2}[:.]\d{2}|\b20\d\d\b")
_TIME = re.compile(r"\d{1,2}[:.]\d{2}")
_PHONE = re.compile(
    r"^(sent (from|via|with)|get outlook for|derguar (nga|me|prej)|poslato (sa|iz|s|pomocu)|poslano (sa|iz|s)"
    r"|preuzmite outlook|merrni outlook)\b.{0,60}$"
)
_CLOSINGS = {
    *("me respekt", "me nderim", "respekte", "perzemersisht", "pershendetje", "pershendetje te perzemerta"),
    *("me te mira", "gjithe te mirat", "sinqerisht", "me miresi"),
    *(
        "s postovanjem",
        "sa postovanjem",
        "srdacan pozdrav",
        "srdacno",
        "pozdrav",
        "lep pozdrav",
        "pozz",
        "lp",
    ),
    *("kind regards", "best regards", "regards", "best", "best wishes", "sincerely", "yours sincerely", "br"),
}
#: a closing formula this many lines before the end begins a signature
_LONGEST_SIGNATURE = 10
_LONGEST_INTRODUCTION = 3


def own_words(text: str) -> str:
    """The part that is new, without quotation and signature; empty when there is none."""
    lines = [line.rstrip() for line in text.split("\n")]
    lines = lines[: _first_cut(lines)]
    lines = _without_quotes(lines)
    lines = _without_signature(lines)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _first_cut(lines: list[str]) -> int:
    """The line from which everything is a quotation; the number of lines when there is none."""
    for number, line in enumerate(lines):
        if line.lstrip().startswith(">"):
            continue
        if has_mark(line) or (line.lstrip(" *").startswith(("-", "_")) and fold(line) in _ORIGINAL):
            return _before_introduction(lines, number)
        if _is_header_block(lines, number):
            return _before_introduction(lines, number)
    return len(lines)


def _is_header_block(lines: list[str], number: int) -> bool:
    """`From: …` with another header line among the next four, as Outlook writes them."""
    if _header_name(lines[number]) not in _FROM:
        return False
    return any(_header_name(line) in _SENT for line in lines[number + 1 : number + 5])


def _header_name(line: str) -> str:
    name, colon, _ = line.strip(" *\t").partition(":")
    return fold(name) if colon and len(name) < 20 else ""


def _before_introduction(lines: list[str], number: int) -> int:
    """Where the words end that announce a quotation at this line: "On Monday … wrote:", maybe on three lines."""
    end = number
    while end and not lines[end - 1].strip(" _-*"):
        end -= 1
    start = end
    for length in range(1, min(_LONGEST_INTRODUCTION, end) + 1):
        if not lines[end - length].strip():
            break
        said = " ".join(lines[end - length : end])
        if _is_introduction(said):
            start = end - length
            if _MOMENT.search(said):  # complete; what stands above is the answer
                break
    return start


def _is_introduction(text: str) -> bool:
    """It says that somebody wrote something, or it is an address, a time and a colon in whatever language."""
    if len(text) > 300 or not text.rstrip(" *").endswith(":"):
        return False
    has_address = "@" in text
    if not has_address and not any(letter.isdigit() for letter in text):
        return False
    return bool(_WROTE & set(fold(text).split())) or (has_address and bool(_TIME.search(text)))


def _without_quotes(lines: list[str]) -> list[str]:
    """Without lines that begin with `>`, and without what announces them."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        if not line.lstrip().startswith(">"):
            kept.append(line)
        elif number and not lines[number - 1].lstrip().startswith(">"):
            del kept[_before_introduction(kept, len(kept)) :]
    return kept


def _without_signature(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        if line in ("--", "-- ") or line.strip() in ("—", "--"):
            lines = lines[:number]
            break
    while lines and (not lines[-1].strip(" _-*") or _PHONE.match(fold(lines[-1]))):
        lines = lines[:-1]
    filled = [number for number, line in enumerate(lines) if line.strip()]
    for number in filled[1:]:
        if len(lines) - number <= _LONGEST_SIGNATURE and fold(lines[number]) in _CLOSINGS:
            return lines[:number]
    return lines
