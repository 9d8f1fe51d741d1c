"""Figures as the registry has them: the API adds nothing to them and counts nothing itself."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any

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
    return [_note(key, figure) for key, figure in figures.all()]


def figure(key: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """A figure and all that it says about itself. Raises UnknownFigure and WrongParameter."""
    if key not in dict(figures.all()):
        raise UnknownFigure(key)
    compute = figures.get(key)
    taken = _parameters(compute)
    wrong = [name for name in parameters if name not in taken]
    wrong += [name for name, one in taken.items() if one.default is one.empty and name not in parameters]
    if wrong:
        raise WrongParameter(wrong[0])
    try:
        return _plain(key, compute(**parameters))
    except ValueError as error:  # the figure says by name which parameter means nothing there
        raise WrongParameter(str(error)) from error


def _plain(key: str, found: Any) -> dict[str, Any]:
    told = asdict(found) if is_dataclass(found) and not isinstance(found, type) else {"value": found}
    return {"key": key, **told}


def _note(key: str, compute: Callable[..., Any]) -> FigureNote:
    return FigureNote(
        key=key,
        label=str(getattr(compute, "label", key)),
        description=str(getattr(compute, "definition", "")),
        unit=str(getattr(compute, "unit", "")),
        parameters=tuple(_parameters(compute)),
    )


def _parameters(compute: Callable[..., Any]) -> Mapping[str, inspect.Parameter]:
    return inspect.signature(compute).parameters
