"""Finding the colleagues whom a note names: "@Arta Gashi, can you look at it?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from besa.core.folding import fold
from besa.people.models import User


@dataclass(frozen=True)
class Named:
    """Who is named; `unclear` are the names that two colleagues share or nobody has."""

    people: list[User]
    unclear: list[str]


def named_in(text: str, colleagues: Sequence[User]) -> Named:
    """The colleagues named after an @ in a text. Script and diacritics do not matter; the longest name wins.

    An address such as name@example.com names nobody: an @ counts at the beginning of a word only.
    """
    people: list[User] = []
    unclear: list[str] = []
    for rest in _after_signs(text):
        words = fold(rest).split()
        best = 0
        found: list[User] = []
        for colleague in colleagues:
            name = fold(colleague.name).split()
            if name and words[: len(name)] == name and len(name) >= best:
                found = [*found, colleague] if len(name) == best else [colleague]
                best = len(name)
        if len(found) == 1:
            people += [one for one in found if one not in people]
        else:
            unclear.append("@" + " ".join(rest.split()[: max(best, 1)]).rstrip(".,;:!?"))
    return Named(people, unclear)


def _after_signs(text: str) -> list[str]:
    """What stands after each @ at the beginning of a word, up to the end of its line."""
    found = []
    for line in text.splitlines():
        for position, sign in enumerate(line):
            begins = position == 0 or not (line[position - 1].isalnum() or line[position - 1] in "._-+")
            if sign == "@" and begins and line[position + 1 : position + 2].isalnum():
                found.append(line[position + 1 :])
    return found
