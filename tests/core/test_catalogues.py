"""A fresh installation speaks its languages in the very process that compiles them: what it freezes stays so."""

from __future__ import annotations

from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext

from besa.core.catalogues import compile_catalogues

PLANTED = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Planted"\nmsgstr "{}"\n'


def test_texts_are_there_as_soon_as_they_are_compiled(tmp_path: Path, settings: object) -> None:
    for language, said in (("sq", "Mbjellë"), ("sr", "Засађено")):
        source = tmp_path / "locale" / language / "LC_MESSAGES" / "django.po"
        source.parent.mkdir(parents=True)
        source.write_text(PLANTED.format(said))
    settings.LOCALE_PATHS = [tmp_path / "locale"]

    def spoken() -> list[str]:
        found = []
        for language in ("sq", "sr", "sr-latn"):
            with translation.override(language):
                found.append(gettext("Planted"))
        return found

    translation.trans_real._translations.clear()
    assert spoken() == ["Planted"] * 3
    assert compile_catalogues(tmp_path) == 2
    assert spoken() == ["Mbjellë", "Засађено", "Zasađeno"]
