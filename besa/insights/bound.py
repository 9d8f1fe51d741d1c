"""What publications, infographics, the API and pledges store and ask for again: a figure's key, parameters and day.

Asked again it gives the same number. Only a report that was hidden, erased or corrected since counts nowhere any more;
ratings of pledges are append-only, so their figures are the same for ever.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import urlencode

from django.utils.functional import Promise

from besa.core.links import absolute_url
from besa.core.registries import figures
from besa.insights.reader import Reader
from besa.insights.scopes import ScopeError
from besa.insights.series import Counted, Unit
from besa.insights.writing import in_words

#: value, from how many reports or pledges, low and high end of its interval
Result = tuple[float | None, int, float | None, float | None]


@dataclass(frozen=True)
class Value:
    """A figure as of a moment. `value` None: there is nothing to say, or so many still wait that it is not reached.

    Shares are from 0 to 1. `low` and `high` bound the 95 % interval where the figure has one. `parameters` ask for
    the same number again, beside the municipality of a figure of reports.
    """

    key: str
    value: float | None
    n: int
    unit: Unit
    as_of: datetime
    label: str
    municipality: str
    parameters: dict[str, str]
    low: float | None = None
    high: float | None = None
    counted: Counted = Counted.REPORTS

    @property
    def question(self) -> dict[str, str]:
        """What `read` takes to give the same number."""
        if self.counted is Counted.PLEDGES:
            return self.parameters
        return {"municipality": self.municipality, **self.parameters}

    @property
    def text(self) -> str:
        """The number with its unit, in the active language."""
        return in_words(self.value, self.unit)

    def address(self, language: str, brand: str) -> str:
        """The page that shows it among others, as of the same day."""
        return page_of(self.counted, self.question, language, brand)


def page_of(counted: Counted, question: Mapping[str, str], language: str, brand: str) -> str:
    """The absolute address of the page on which the answer to a question stands, as of its day."""
    if counted is Counted.PLEDGES:
        query = {"on": question.get("as_of", ""), "area": question.get("area", "")}
        page = absolute_url("pledges:mandate", question["mandate"], language=language, brand=brand)
    else:
        query = {name: text for name, text in question.items() if name != "municipality"}
        page = absolute_url("insights:statistics", question["municipality"], language=language, brand=brand)
    said = urlencode({name: text for name, text in query.items() if text})
    return f"{page}?{said}" if said else page


@dataclass(frozen=True)
class BoundFigure(ABC):
    """A figure by its key, with its words. `standing` ones are as of the date, whatever the period."""

    key: str
    unit: Unit
    label: str | Promise
    definition: str | Promise
    standing: bool = field(default=False, kw_only=True)
    #: templates show its words instead of asking for its value
    do_not_call_in_templates: ClassVar[bool] = True

    @property
    @abstractmethod
    def parameters(self) -> tuple[str, ...]:
        """The names that `read` understands."""

    @abstractmethod
    def read(self, asked: Mapping[str, str], reader: Reader | None = None) -> Value:
        """The number for parameters as they stand in an address, with others of the same reader.

        Raises core.figures.AskedWrongly.
        """


def figure_of(key: str) -> BoundFigure | None:
    """The figure of a key; None when there is none."""
    found = dict(figures.all()).get(key)
    return found if isinstance(found, BoundFigure) else None


def day_in(asked: Mapping[str, str], name: str) -> date | None:
    """A day among parameters; ScopeError for a text that is none."""
    text = asked.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ScopeError(name) from None
