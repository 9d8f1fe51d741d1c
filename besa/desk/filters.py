"""What the address of the queue asks for: a view, and what narrows it. Everything is in the address."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from besa.reports.models.report import STATES, Priority

#: what is late or soon will be: of the answer, of the repair, of either; due before the day ends
LATENESS = ("late", "answer", "repair", "today")
#: how long ago something was reported, in days: at most, or ("over") at least
AGES = ("7", "30", "over30", "over90")
PRIORITIES = tuple(priority.key for priority in Priority)
NOBODY, ME = "none", "me"
LONGEST_SEARCH = 100
SHORTEST_SEARCH = 2
_FIRST_VIEW = "new"
_MOST_DIGITS = 18


@dataclass(frozen=True)
class DeskFilters:
    """Checked filters; empty ones take everything.

    `department` and `assignee` are a number or NOBODY, `assignee` may also be ME, which is whoever reads.
    """

    view: str = _FIRST_VIEW
    search: str = ""
    states: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    department: str = ""
    assignee: str = ""
    place: str = ""
    lateness: str = ""
    age: str = ""
    priority: str = ""

    @property
    def number(self) -> int | None:
        """The report's number when one is searched for, with or without #."""
        digits = self.search.removeprefix("#")
        return int(digits) if _is_number(digits) else None

    @property
    def mail(self) -> str:
        """The e-mail address when one is searched for."""
        name, at, host = self.search.partition("@")
        return self.search.lower() if name and at and "." in host and " " not in self.search else ""

    @property
    def is_narrowed(self) -> bool:
        """True when something was typed or chosen beyond the view."""
        return replace(self, view="") != DeskFilters(view="")

    @property
    def chosen(self) -> int:
        """How many filters are set beside the search."""
        return sum(
            bool(getattr(self, field.name)) for field in fields(self) if field.name not in ("view", "search")
        )

    def as_query(self, **more: Any) -> str:
        """The address's query, always in the same order, so that equal filters have equal addresses."""
        pairs: list[tuple[str, str]] = [("view", self.view)]
        for field in fields(self):
            if field.name == "view":
                continue
            value = getattr(self, field.name)
            values = value if isinstance(value, tuple) else (value,)
            pairs += [(NAMES.get(field.name, field.name), one) for one in values if one]
        return urlencode(pairs + [(name, str(value)) for name, value in more.items() if value])


#: names in the address where they differ from the field's
NAMES = {"search": "q", "states": "state", "categories": "category", "lateness": "due"}


def filters_from(query: QueryDict, views: tuple[str, ...]) -> DeskFilters:
    """What an address asks for. What makes no sense is left out rather than refused: it is somebody's old link."""
    view = query.get("view") or query.get("tab") or ""
    return DeskFilters(
        view=view if view in views else _FIRST_VIEW,
        search=" ".join(query.get("q", "").replace("\0", "").split())[:LONGEST_SEARCH],
        states=_chosen(query, "state", tuple(STATES)),
        categories=tuple(dict.fromkeys(key for key in query.getlist("category") if _is_key(key)))[:50],
        department=_one_of(query, "department", (NOBODY,), numbers=True),
        assignee=_one_of(query, "assignee", (NOBODY, ME), numbers=True),
        place=_one_of(query, "place", (), numbers=True),
        lateness=_one_of(query, "due", LATENESS),
        age=_one_of(query, "age", AGES),
        priority=_one_of(query, "priority", PRIORITIES),
    )


def _chosen(query: QueryDict, name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    asked = set(query.getlist(name))
    return tuple(str(one) for one in allowed if one in asked)


def _one_of(query: QueryDict, name: str, allowed: tuple[str, ...], *, numbers: bool = False) -> str:
    value = query.get(name, "")
    return value if value in allowed or (numbers and _is_number(value)) else ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


def _is_key(text: str) -> bool:
    return 0 < len(text) <= 60 and all(letter.isalnum() or letter in "_-" for letter in text)
