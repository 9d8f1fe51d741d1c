"""What a text shows of the data: each number, chart and list read once, and kept in a published revision.

A frozen figure is its value without words, so that every language writes it in its own way. A frozen chart has the
words that it was published with. Maps are not frozen: a cell may stand for one report, and that one may be erased. They
are held at their day and drawn from what can be seen now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import msgspec
from django.utils import translation

from besa.core.brands import DEFAULT
from besa.insights.bound import Value, figure_of
from besa.insights.bound_charts import CHARTS
from besa.insights.reader import Reader
from besa.insights.series import Chart, Counted, Unit
from besa.publications.bindings import Binding, BindingError
from besa.publications.blocks import numbers_of
from besa.publications.pledge_lists import ListedPledges, read_pledges

#: charts that are drawn anew, as of their day, from what can be seen now
HELD: Final = frozenset({"ground"})
#: key of a chart or list, its parameters by name, its day
Asked = tuple[str, tuple[tuple[str, str], ...], date | None]


class NotFrozen(LookupError):
    """A revision shows something that was not frozen with it: its content and its figures do not belong together."""


@dataclass(frozen=True)
class Figure:
    """A number without words. `question` asks for it again."""

    key: str
    value: float | None
    n: int
    unit: Unit
    counted: Counted
    read_at: datetime
    question: dict[str, str]
    low: float | None = None
    high: float | None = None


class LiveData:
    """Everything as it is now, read once and together: for drafts, and to be frozen."""

    def __init__(self, language: str, *, at: datetime | None = None) -> None:
        self._language = language
        self._reader = Reader(at)
        self._figures: dict[Binding, Figure] = {}
        self._charts: dict[Asked, Chart] = {}
        self._lists: dict[Asked, ListedPledges] = {}
        self.as_of = self._reader.now

    def figure(self, binding: Binding) -> Figure:
        """A bound number. Raises BindingError and AskedWrongly."""
        if binding not in self._figures:
            found = figure_of(binding.key)
            if found is None:
                raise BindingError("unknown_figure")
            self._figures[binding] = _bare(found.read(question_of(binding), self._reader))
        return self._figures[binding]

    def chart(self, asked: Asked) -> Chart:
        """A chart of CHARTS. Raises BindingError and AskedWrongly."""
        key, parameters, day = asked
        if key not in CHARTS:
            raise BindingError("unknown_figure")
        if asked not in self._charts:
            question = _question(dict(parameters), day)
            with translation.override(self._language):
                self._charts[asked] = CHARTS[key].read(question, self._reader, brand=DEFAULT.key)
        return self._charts[asked]

    def pledges(self, asked: Asked) -> ListedPledges:
        """The pledges of a mandate. Raises AskedWrongly."""
        if asked not in self._lists:
            mandate, filters, day = asked
            self._lists[asked] = read_pledges(mandate, dict(filters), day, self._reader)
        return self._lists[asked]


class FrozenData:
    """Everything as a revision keeps it. Raises NotFrozen for what it does not have."""

    def __init__(self, frozen: list[dict[str, Any]], language: str, *, as_of: datetime) -> None:
        self._language = language
        self.as_of = as_of
        self._live = LiveData(language)
        self._kept = {_name(row["what"], row["key"], row["parameters"], row["as_of"]): row for row in frozen}

    def figure(self, binding: Binding) -> Figure:
        """A bound number as it was."""
        row = self._row("figure", binding.key, binding.given, binding.as_of)
        return msgspec.convert({name: row[name] for name in Figure.__dataclass_fields__}, Figure)

    def chart(self, asked: Asked) -> Chart:
        """A chart as it was; a map from what can be seen now, as of the day on which it was published."""
        key, parameters, day = asked
        if key in HELD:
            return self._live.chart((key, parameters, day or self.as_of.date()))
        return msgspec.convert(self._row("chart", key, dict(parameters), day)["chart"], Chart)

    def pledges(self, asked: Asked) -> ListedPledges:
        """A list of pledges as it was."""
        mandate, filters, day = asked
        return msgspec.convert(self._row("pledges", mandate, dict(filters), day)["list"], ListedPledges)

    def _row(self, what: str, key: str, parameters: Mapping[str, str], day: date | None) -> dict[str, Any]:
        name = _name(what, key, parameters, day.isoformat() if day else None)
        if name not in self._kept:
            raise NotFrozen(name)
        return self._kept[name]


def freeze_figures(content: Mapping[str, Any], *, at: datetime, language: str) -> list[dict[str, Any]]:
    """All that a content shows of the data, as of a moment, as JSON. Reads much; never inside a transaction."""
    data = LiveData(language, at=at)
    rows: dict[str, dict[str, Any]] = {}
    for block in content["blocks"]:
        for row in _rows(block["kind"], block["data"], data):
            rows.setdefault(_name(row["what"], row["key"], row["parameters"], row["as_of"]), row)
    return list(rows.values())


def chart_asked(block: Mapping[str, Any]) -> Asked:
    """What a chart's block asks for."""
    return block["chart"], _sorted(block.get("parameters", {})), _day(block.get("as_of"))


def map_asked(block: Mapping[str, Any]) -> Asked:
    """What a map's block asks for: it is the chart of the ground."""
    names = ("municipality", "category", "period")
    return "ground", _sorted({name: block.get(name, "") for name in names}), _day(block.get("as_of"))


def pledges_asked(block: Mapping[str, Any]) -> Asked:
    """What a list of pledges asks for."""
    return block["mandate"], _sorted(block.get("filters", {})), _day(block.get("as_of"))


def question_of(binding: Binding) -> dict[str, str]:
    """What a figure is asked, as its `read` takes it."""
    return _question(binding.given, binding.as_of)


def _rows(kind: str, block: Mapping[str, Any], data: LiveData) -> list[dict[str, Any]]:
    rows = [
        _row("figure", (one.key, one.parameters, one.as_of), msgspec.to_builtins(data.figure(one)))
        for one in numbers_of(kind, block)
    ]
    if kind == "chart" and (asked := chart_asked(block))[0] not in HELD:
        rows.append(_row("chart", asked, {"chart": msgspec.to_builtins(data.chart(asked))}))
    if kind == "pledges":
        asked = pledges_asked(block)
        rows.append(_row("pledges", asked, {"list": msgspec.to_builtins(data.pledges(asked))}))
    return rows


def _row(what: str, asked: Asked, kept: dict[str, Any]) -> dict[str, Any]:
    key, parameters, day = asked
    return {
        **kept,
        "what": what,
        "key": key,
        "parameters": dict(parameters),
        "as_of": day.isoformat() if day else None,
    }


def _name(what: str, key: str, parameters: Mapping[str, str], day: str | None) -> str:
    said = "|".join(f"{name}={value}" for name, value in sorted(parameters.items()))
    return f"{what} {key}|{said}|{day or ''}"


def _bare(value: Value) -> Figure:
    return Figure(
        key=value.key,
        value=value.value,
        n=value.n,
        unit=value.unit,
        counted=value.counted,
        read_at=value.as_of,
        question=value.question,
        low=value.low,
        high=value.high,
    )


def _question(parameters: Mapping[str, str], day: date | None) -> dict[str, str]:
    return {**parameters, **({"as_of": day.isoformat()} if day else {})}


def _sorted(parameters: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, value) for name, value in parameters.items() if value))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
