"""The type of documents: Source Serif 4 for reading, Source Sans 3 for looking, and the letters that both have."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from besa.insights.lettering import letters_of, missing_letters

#: package → (how its files begin, the cuts that documents use)
_FACES: Final = {
    "source-serif-4": (
        "SourceSerif4",
        ("400Regular", "400Regular_Italic", "600SemiBold", "700Bold", "700Bold_Italic"),
    ),
    "source-sans-3": ("SourceSans3", ("400Regular", "400Regular_Italic", "600SemiBold", "700Bold")),
}


def document_fonts() -> list[Path]:
    """The folders of all cuts."""
    return [file.parent for file in _files()]


def not_in_type(texts: Iterable[str]) -> list[str]:
    """The letters of some texts that a document could not show."""
    return missing_letters(texts, _letters())


def _files() -> list[Path]:
    fonts = Path(settings.NODE_MODULES) / "@expo-google-fonts"
    return [
        fonts / package / cut / f"{start}_{cut}.ttf"
        for package, (start, cuts) in _FACES.items()
        for cut in cuts
    ]


@lru_cache(maxsize=1)
def _letters() -> frozenset[str]:
    return letters_of(_files())
