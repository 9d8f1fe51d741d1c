"""Figures as the registry has them: the API adds nothing to them and counts nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from typing import Any

from besa.core.figures import AskedWrongly, Figure, FigureValue
from besa.core.registries import figures


class UnknownFigure(Exception):
    """Nobody registered a figure of this key."""


class WrongParameter(Exception):
    """A parameter that the figure does not take, lacks, or that names nothing there; `args[0]` is its name."""


@dataclass(frozen=True)
class FigureNote:
    """A figure that can be asked for, in the reader's language, and the names of what it can be asked about."""

    key: str
    label: str
    description: str
    unit: str
    parameters: tuple[str, ...]


def all_figures() -> list[FigureNote]:
    """Every figure there is."""
    return [_note(figure) for _, figure in figures.all()]


def figure(key: str, parameters: Mapping[str, str | date]) -> dict[str, Any]:
    """A figure and all that it says about itself. Raises UnknownFigure and WrongParameter."""
    found = dict(figures.all()).get(key)
    if found is None:
        raise UnknownFigure(key)
    wrong = [name for name in parameters if name not in found.parameters]
    if wrong:
        raise WrongParameter(wrong[0])
    try:
        return _told(found.read({name: str(value) for name, value in parameters.items()}))
    except AskedWrongly as error:
        raise WrongParameter(error.field) from error


def _told(value: FigureValue) -> dict[str, Any]:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return {"key": value.key, "value": value.value, "n": value.n, "as_of": value.as_of}


def _note(figure: Figure) -> FigureNote:
    return FigureNote(
        key=figure.key,
        label=str(figure.label),
        description=str(figure.definition),
        unit=figure.unit,
        parameters=figure.parameters,
    )
