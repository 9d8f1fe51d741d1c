"""What a reader asks for on the map, in the list and in feeds: categories, states, age."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils import timezone

from besa.reports.models import Category, Report
from besa.reports.models.report import CLOSED, OPEN, STATES, State

#: names of groups of states in addresses
STATE_GROUPS: dict[str, frozenset[State]] = {"open": OPEN, "closed": CLOSED}
#: ages in days that can be asked for
AGES = (7, 30, 365)
_FIRST_DAY = dt.date(1970, 1, 1)


class BadFilterError(ValueError):
    """A filter that names nothing that exists."""


@dataclass(frozen=True)
class Filters:
    """Checked filters; empty ones take everything. `age` is in days, rounded down to whole weeks in the index."""

    categories: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    age: int | None = None

    @cached_property
    def category_ids(self) -> tuple[int, ...]:
        """Ids of the categories; BadFilterError for a key that no category has."""
        if not self.categories:
            return ()
        found = dict(Category.objects.filter(key__in=self.categories).values_list("key", "pk"))
        if len(found) < len(set(self.categories)):
            raise BadFilterError("no such category")
        return tuple(sorted(found.values()))

    def check(self) -> None:
        """BadFilterError for a category that does not exist; the rest is checked when it is read."""
        _ = self.category_ids

    @cached_property
    def state_values(self) -> tuple[str, ...]:
        """Stored states, with groups taken apart."""
        names = {state for name in self.states for state in STATE_GROUPS.get(name, {name})}
        return tuple(str(state) for state in STATES if state in names)

    @property
    def weeks(self) -> tuple[int, ...]:
        """Weeks since 1970 that are young enough, this one included; empty for any age."""
        if self.age is None:
            return ()
        today = (timezone.now().date() - _FIRST_DAY).days
        return tuple(range((today - self.age) // 7, today // 7 + 1))

    @property
    def query(self) -> str:
        """The filters as the query of an address, empty when there are none."""
        pairs = {
            "category": ",".join(self.categories),
            "state": ",".join(self.states),
            "age": str(self.age or ""),
        }
        return urlencode({key: value for key, value in pairs.items() if value}, safe=",")

    def among(self, reports: QuerySet[Report]) -> QuerySet[Report]:
        """The reports that match."""
        wanted = Q()
        if self.category_ids:
            wanted &= Q(category__in=self.category_ids)
        if self.state_values:
            wanted &= Q(state__in=self.state_values)
        if self.age is not None:
            wanted &= Q(week__gte=self.weeks[0])
        return reports.filter(wanted)


def read_filters(query: Mapping[str, str]) -> Filters:
    """Filters from the query of an address; BadFilterError when a value is none that can be chosen."""
    categories, states, age = (query.get(name, "") for name in ("category", "state", "age"))
    state_names = _names(states)
    if not state_names <= {*STATE_GROUPS, *STATES}:
        raise BadFilterError("no such state")
    if age and age not in {str(days) for days in AGES}:
        raise BadFilterError("no such age")
    return Filters(tuple(sorted(_names(categories))), tuple(sorted(state_names)), int(age) if age else None)


def _names(text: str) -> set[str]:
    return {name.strip() for name in text.split(",") if name.strip()}
