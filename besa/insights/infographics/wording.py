"""An editor's words on an infographic. Numbers are never typed: `{fulfilled}` stands for one that Besa computes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

#: whatever stands in braces, so that a misspelt name is refused and never printed
_NAMED: Final = re.compile(r"\{([^{}]*)\}")
_NAME: Final = re.compile(r"\{[a-z][a-z0-9_]*\}")
#: of a title, a lead, a note
LONGEST: Final = {"title": 90, "lead": 220, "note": 220}


def filled(words: str, numbers: Mapping[str, str]) -> str:
    """The words with every number in its place; "" when one of them is not known any more."""
    if unknown_in(words, numbers):
        return ""
    return _NAMED.sub(lambda found: numbers[found[1]], words)


def unknown_in(words: str, numbers: Mapping[str, str]) -> list[str]:
    """The names in braces that stand for nothing, in their order."""
    return [name for name in dict.fromkeys(_NAMED.findall(words)) if name not in numbers]


def typed_numbers(words: str) -> list[str]:
    """Numbers that were written by hand, in any script: "8", "½", "Ⅷ"."""
    rest = _NAME.sub(" ", words)
    return [word for word in rest.split() if any(letter.isnumeric() for letter in word)]
