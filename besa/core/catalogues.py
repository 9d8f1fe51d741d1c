"""Translations: compiles .po files where gettext is not installed, and derives Serbian Latin from Cyrillic."""

from __future__ import annotations

from pathlib import Path

import polib
from django.utils.translation.reloader import translation_file_changed

from besa.core.languages import latin_from_cyrillic


def compile_catalogues(root: Path) -> int:
    """Compile every `locale/<language>/LC_MESSAGES/django.po` below a folder; the number of those that changed.

    This process forgets the texts it has read: a language in which something was said before its catalogue was there
    would stay English, and demonstration charts are frozen with their words.
    """
    compiled = 0
    for source in sorted(root.glob("**/locale/*/LC_MESSAGES/django.po")):
        if source.parts[-3] == "sr_Latn":
            continue
        targets = [source.with_suffix(".mo")]
        if source.parts[-3] == "sr":
            targets.append(source.parents[2] / "sr_Latn" / "LC_MESSAGES" / "django.mo")
        if all(target.exists() and target.stat().st_mtime >= source.stat().st_mtime for target in targets):
            continue
        catalogue = polib.pofile(str(source))
        _write(catalogue, targets[0])
        if len(targets) > 1:
            _write(in_latin(catalogue), targets[1])
        compiled += 1
    return compiled


def _write(catalogue: polib.POFile, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save_as_mofile(str(target))
    translation_file_changed(sender=None, file_path=target)


def in_latin(catalogue: polib.POFile) -> polib.POFile:
    """The catalogue with every translation in Latin letters; placeholders and markup are Latin already."""
    latin = polib.POFile()
    latin.metadata = {**catalogue.metadata, "Language": "sr_Latn"}
    for entry in catalogue:
        latin.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgctxt=entry.msgctxt,
                msgid_plural=entry.msgid_plural,
                msgstr=latin_from_cyrillic(entry.msgstr),
                msgstr_plural={n: latin_from_cyrillic(text) for n, text in entry.msgstr_plural.items()},
                flags=entry.flags,
            )
        )
    return latin
