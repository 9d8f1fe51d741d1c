"""Bound numbers: what a text says in place of a number, and how it is written there.

    {{figure reports.open|municipality=peja|as_of=2026-11-01}}

names a figure of `core.registries.figures` with its parameters. While somebody writes, it is read anew each time;
`as_of` holds it at a day, and publication freezes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.core.registries import figures

MAX_PARAMETERS: Final = 10
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,30}")
_VALUE: Final = re.compile(r"[\w.:-]{1,100}")
#: everything between the braces; what is inside is read by `read_binding`
PATTERN: Final = re.compile(r"\{\{(figure\b[^{}\n]{0,1000})\}\}")

#: what is wrong with a bound number: key → what the person reads
REASONS: Final[dict[str, Promise]] = {
    "shape": _("A bound number looks like {{figure reports.open|municipality=peja}}."),
    "unknown_figure": _("There is no such figure. Choose it from the list."),
    "as_of": _("Write the day as 2026-11-30."),
    "nothing": _("This figure cannot be read with these parameters. Choose it from the list again."),
}


class BindingError(ValueError):
    """A bound number that says nothing; `reason` is a key of REASONS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(REASONS[self.reason])


@dataclass(frozen=True)
class Binding:
    """A figure with its parameters, in order of their names, and the day it is held at (None: as of now)."""

    key: str
    parameters: tuple[tuple[str, str], ...] = ()
    as_of: date | None = None

    @property
    def given(self) -> dict[str, str]:
        """The parameters by name, without the day."""
        return dict(self.parameters)

    def __str__(self) -> str:
        day = (("as_of", self.as_of.isoformat()),) if self.as_of else ()
        said = "".join(f"|{name}={value}" for name, value in (*self.parameters, *day))
        return f"{{{{figure {self.key}{said}}}}}"


def bind(key: str, parameters: Mapping[str, str], as_of: date | None = None) -> Binding:
    """A binding whose figure exists and whose parameters look like ones; BindingError otherwise."""
    if key not in dict(figures.all()):
        raise BindingError("unknown_figure")
    given = {name: str(value) for name, value in parameters.items() if value not in ("", None)}
    if len(given) > MAX_PARAMETERS or "as_of" in given:
        raise BindingError("shape")
    if not all(_NAME.fullmatch(name) and _VALUE.fullmatch(value) for name, value in given.items()):
        raise BindingError("shape")
    return Binding(key, tuple(sorted(given.items())), as_of)


def read_binding(written: str) -> Binding:
    """What stands between the braces, such as `figure reports.open|municipality=peja`. Raises BindingError."""
    head, *rest = written.split("|")
    word, _gap, key = head.strip().partition(" ")
    pairs = [part.partition("=") for part in rest]
    names = [name.strip() for name, _equals, _value in pairs]
    if (
        word != "figure"
        or len(set(names)) != len(names)
        or not all(equals for _name, equals, _value in pairs)
    ):
        raise BindingError("shape")
    parameters = {name.strip(): value.strip() for name, _equals, value in pairs}
    day = _day(parameters.pop("as_of", ""))
    return bind(key.strip(), parameters, day)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BindingError("as_of") from None


def bindings_in(text: str) -> Iterator[Binding]:
    """The bound numbers of a text, in order. Raises BindingError at one that says nothing."""
    for found in PATTERN.finditer(text):
        yield read_binding(found[1])
