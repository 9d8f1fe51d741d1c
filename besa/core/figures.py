"""Numbers by key, as apps see them that do not know who counts them; see `core.registries.figures`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise


class AskedWrongly(ValueError):
    """A parameter of a figure or chart that names nothing; `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class FigureValue(Protocol):
    """A number as of a moment. `value` None: there is nothing to say, or so much still waits that it is not reached."""

    @property
    def key(self) -> str:
        """Of the figure."""

    @property
    def value(self) -> float | None:
        """Shares are from 0 to 1."""

    @property
    def n(self) -> int:
        """From how many it is counted: what a share is a share of."""

    @property
    def low(self) -> float | None:
        """The lower end of its 95 % interval, where it has one."""

    @property
    def high(self) -> float | None:
        """The upper end."""

    @property
    def as_of(self) -> datetime:
        """What happened before this moment is counted."""

    @property
    def label(self) -> str:
        """Its name in the active language."""

    @property
    def question(self) -> dict[str, str]:
        """The parameters that ask for the same number again."""

    @property
    def text(self) -> str:
        """The number with its unit, in the active language."""

    def address(self, language: str, brand: str) -> str:
        """The page that shows it among others, as of the same day."""


class Figure(Protocol):
    """One number by its key: its words, and how to ask for it."""

    @property
    def key(self) -> str:
        """Stable: stored in publications."""

    @property
    def unit(self) -> str:
        """What its values are, such as "share"."""

    @property
    def label(self) -> str | Promise:
        """Its name."""

    @property
    def definition(self) -> str | Promise:
        """What exactly is counted."""

    @property
    def standing(self) -> bool:
        """Whether it is as of its day, whatever the period."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names that `read` understands."""

    def read(self, asked: Mapping[str, str]) -> FigureValue:
        """The number for parameters as they stand in an address. Raises AskedWrongly."""
