"""allauth has no Albanian: every text of it that can be reached here is ours."""

from __future__ import annotations

import re
from pathlib import Path

import allauth
import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
ALLAUTH = Path(allauth.__file__).parent / "locale"
#: parts of allauth that are not installed here, and sign-in by telephone number
UNREACHABLE = re.compile(r"socialaccount|openid|(^|/)idp/|headless|phone")


def ours(language: str) -> polib.POFile:
    """Our catalogue of allauth's texts."""
    return polib.pofile(str(ROOT / "besa/people/locale" / language / "LC_MESSAGES/django.po"))


def reachable() -> list[polib.POEntry]:
    """The entries of allauth's own catalogue that can show here."""
    english = polib.pofile(str(ALLAUTH / "en/LC_MESSAGES/django.po"))
    return [
        entry
        for entry in english
        if not all(UNREACHABLE.search(place) for place, _ in entry.occurrences)
        and "phone" not in entry.msgid.lower()
    ]


def test_every_reachable_text_is_in_albanian() -> None:
    have = {(entry.msgctxt, entry.msgid) for entry in ours("sq") if entry.translated()}
    missing = [entry.msgid for entry in reachable() if (entry.msgctxt, entry.msgid) not in have]
    assert len(reachable()) > 240
    assert missing == []


def test_every_reachable_text_is_in_serbian_from_us_or_from_allauth() -> None:
    theirs = polib.pofile(str(ALLAUTH / "sr/LC_MESSAGES/django.po"))
    have = {
        (entry.msgctxt, entry.msgid)
        for entries in (ours("sr"), theirs)
        for entry in entries
        if entry.translated()
    }
    assert [entry.msgid for entry in reachable() if (entry.msgctxt, entry.msgid) not in have] == []


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_placeholders_and_ends_of_lines_are_kept(language: str) -> None:
    for entry in ours(language):
        texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
        wanted = set(re.findall(r"%\(\w+\)s|%d|\{\w+\}", entry.msgid))
        for text in texts:
            assert text.strip(), entry.msgid
            assert set(re.findall(r"%\(\w+\)s|%d|\{\w+\}", text)) == wanted, entry.msgid
            assert text.startswith("\n") == entry.msgid.startswith("\n")


def test_serbian_is_cyrillic() -> None:
    for entry in ours("sr"):
        words = re.sub(r"%\(\w+\)s|\{\w+\}|%d|<[^>]+>", "", entry.msgstr)
        assert not re.search(r"[a-zA-Z]", words), entry.msgstr


def test_the_catalogues_compile(tmp_path: Path) -> None:
    for language in ("sq", "sr"):
        ours(language).save_as_mofile(str(tmp_path / f"{language}.mo"))
        assert len(polib.mofile(str(tmp_path / f"{language}.mo"))) == len(ours(language))
