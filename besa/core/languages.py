"""The four languages: three are authored, Serbian Latin is derived from Cyrillic.

Deriving Latin from Cyrillic is lossless; the other way mangles placeholders, markup and words such as
«nadživeti», where dž are two letters.
"""

from __future__ import annotations

from collections.abc import Mapping

import cyrtranslit
from django.utils.translation import get_language

SQ, SR, SR_LATN, EN = "sq", "sr", "sr-latn", "en"
ALL = (SQ, SR_LATN, SR, EN)
AUTHORED = (SQ, SR, EN)
#: BCP 47 tags, for `lang` and `hreflang`
TAGS = {SQ: "sq", SR: "sr-Cyrl", SR_LATN: "sr-Latn", EN: "en"}
#: language and country, as Open Graph wants them: it knows one Serbian
OPEN_GRAPH = {SQ: "sq_AL", SR: "sr_RS", SR_LATN: "sr_RS", EN: "en_GB"}


def latin_from_cyrillic(text: str) -> str:
    """Serbian Cyrillic in Latin letters; text that is Latin already stays as it is."""
    return str(cyrtranslit.to_latin(text, "sr"))


def choose(texts: Mapping[str, str], language: str | None = None) -> str:
    """The text in a language (the active one by default), else in the next best; empty when there is none."""
    language = language or get_language() or SQ
    if language == SR_LATN:
        if own := texts.get(SR_LATN):
            return own
        if cyrillic := texts.get(SR):
            return latin_from_cyrillic(cyrillic)
    if text := texts.get(language):
        return text
    return next((texts[code] for code in (SQ, EN, SR) if texts.get(code)), "")
