"""No text is untranslated, in any language; placeholders are the original's; nothing translated is left over."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

from besa.core.catalogues import in_latin
from dev import messages

CYRILLIC = re.compile(r"[Ѐ-ӿ]")


@pytest.fixture(scope="module")
def texts() -> dict[messages.Key, list[str]]:
    return messages.texts()


@pytest.mark.parametrize("language", messages.PLURALS)
def test_every_text_is_translated(language: str, texts: dict[messages.Key, list[str]]) -> None:
    assert len(texts) > 500
    assert messages.missing(language, texts) == []
    assert messages.stale(language, texts) == []


def test_the_gate_sees_what_is_missing(texts: dict[messages.Key, list[str]]) -> None:
    planted = {**texts, (None, "Nobody has translated this yet", None): ["planted.html"]}
    assert len(messages.missing("sq", planted)) == 1
    fewer = dict(list(texts.items())[1:])
    assert len(messages.stale("sq", fewer)) == 1


def test_texts_are_found_where_they_hide(tmp_path: Path) -> None:
    template = tmp_path / "planted.html"
    template.write_text(
        '{% translate "Due" context "deadline" %}{% include "x.html" with label=_("Inside") %}'
        '{% blocktranslate trimmed count n=n context "things" %}\n {{ n }} thing\n{% plural %}{{ n }} things'
        "{% endblocktranslate %}"
    )
    assert set(messages._texts_of_template(template)) == {
        ("deadline", "Due", None),
        (None, "Inside", None),
        ("things", "%(n)s thing", "%(n)s things"),
    }
    module = tmp_path / "planted.py"
    module.write_text("""print(f"{size}, {pgettext('colours', 'dark')}", _("Outside"))""")
    assert set(messages._texts_of_python(module)) == {("colours", "dark", None), (None, "Outside", None)}


def test_serbian_is_written_in_cyrillic_and_derived_in_latin() -> None:
    catalogue = polib.pofile(str(messages.catalogue_path("sr")))
    long_texts = [entry for entry in catalogue if len(entry.msgstr) > 25]
    assert [entry.msgstr for entry in long_texts if not CYRILLIC.search(entry.msgstr)] == []
    assert not any(CYRILLIC.search(entry.msgstr) for entry in in_latin(catalogue))
