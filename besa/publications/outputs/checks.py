"""What keeps a publication from being made into a file, told to the editor before anybody makes one.

An empty box instead of a letter, a picture that some readers cannot see, a number that nobody read: no file is made
with any of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.publications.outputs.formats import Format
from besa.publications.outputs.lettering import not_in_type
from besa.publications.outputs.slides import letters_of

_REASONS: Final[dict[str, Promise]] = {
    "alt": _("Say what this picture shows, for people who cannot see it: %(place)s"),
    "letters": _("Our fonts do not have these letters: %(detail)s. Write this in another way: %(place)s"),
    "number": _("The number %(detail)s could not be read here: %(place)s"),
    "photo": _("This photo is not ready, or gone: %(place)s"),
    "page": _("The pages could not be set. Somebody who looks after Besa can see why."),
}
#: what of a part is not shown as letters
_NOT_LETTERS: Final = frozenset({"t", "svg", "png", "file", "href", "address", "sign", "tone", "align"})
_FRONT: Final = (
    "title",
    "subtitle",
    "kicker",
    "summary",
    "behind",
    "byline",
    "organisation",
    "citation",
    "corrections",
    "others",
)
_EXCERPT: Final = 80


@dataclass(frozen=True)
class Problem:
    """One thing to put right: a key of the reasons, where it is (words from there), and what it is."""

    kind: str
    place: str = ""
    detail: str = ""

    def __str__(self) -> str:
        return str(_REASONS[self.kind] % {"place": self.place or "–", "detail": self.detail})


def problems_of(content: Mapping[str, Any], format_: Format) -> tuple[Problem, ...]:
    """All that must be put right before a format can be made."""
    found = [problem for part in content["body"] for problem in _of_part(part)]
    if format_.typeset:
        places = [{"s": content[name]} for name in _FRONT]
        places += [*content["body"], *({"c": note} for note in content["notes"])]
        found += [problem for place in places for problem in _of_letters(place)]
    return tuple(dict.fromkeys(found))


def _of_part(part: Mapping[str, Any]) -> Iterator[Problem]:
    if part["t"] in ("drawing", "photo") and not part["alt"]:
        yield Problem("alt", _excerpt(part))
    for inner in _inner(part):
        if inner.get("unread"):
            yield Problem("number", _excerpt(part), inner["unread"])


def _of_letters(place: Mapping[str, Any]) -> Iterator[Problem]:
    if missing := not_in_type(_texts(place)):
        named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in missing[:10])
        yield Problem("letters", _excerpt(place), named)


def _excerpt(part: Mapping[str, Any]) -> str:
    """The first words of a part, by which its author finds it."""
    title = part.get("title") or part.get("caption") or part.get("credit")
    words = title or letters_of([part]) or " ".join(text for text in _texts(part) if text.strip())
    return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT]}…"


def _inner(value: Any) -> Iterator[Mapping[str, Any]]:
    """All parts within a part, itself first."""
    if isinstance(value, Mapping):
        yield value
    for inner in _below(value):
        yield from _inner(inner)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts([inner for name, inner in value.items() if name not in _NOT_LETTERS])
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _below(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list | tuple) else ()


def stored(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Problems as they are kept: without words, which are the reader's."""
    return [asdict(problem) for problem in problems]


def of_stored(rows: Iterable[Mapping[str, str]]) -> list[Problem]:
    """The problems again; of an older design too, whose reasons are gone."""
    return [Problem(**row) if row["kind"] in _REASONS else Problem("page") for row in rows]
