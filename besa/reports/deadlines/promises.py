"""What a municipality has promised for a category, in versions: each holds for what begins while it is newest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from besa.core.held import Held
from besa.places.calendar import calendars_of
from besa.places.models import Municipality
from besa.reports.deadlines.counting import Terms, first_due
from besa.reports.models import Category, DeadlineRule, Unit

#: where a municipality has promised nothing itself
COMMON_RESPONSE = Terms(3, Unit.WORKING_DAYS)
COMMON_FIX = Terms(30, Unit.DAYS)


@dataclass(frozen=True)
class Promise:
    """The terms of both deadlines, and since when they hold (None: they were always there).

    `own` is true for a promise made for the category alone.
    """

    response: Terms
    fix: Terms
    since: datetime | None = None
    own: bool = False


@dataclass(frozen=True)
class Deadlines:
    """When the first meaningful answer and the repair are due; None where nothing is owed."""

    response_due_at: datetime | None
    fix_due_at: datetime | None


COMMON = Promise(COMMON_RESPONSE, COMMON_FIX)


def _load(revision: str) -> Mapping[int, tuple[DeadlineRule, ...]]:
    found: dict[int, list[DeadlineRule]] = {}
    for rule in DeadlineRule.objects.order_by("valid_from", "pk"):
        found.setdefault(rule.municipality_id, []).append(rule)
    return {pk: tuple(rules) for pk, rules in found.items()}


_held = Held("promises", (DeadlineRule,), _load)


def promises_of(municipality: Municipality) -> tuple[DeadlineRule, ...]:
    """Every promise a municipality has ever made, oldest first, from memory."""
    return _held.current().get(municipality.pk, ())


def promise_at(rules: Iterable[DeadlineRule], category_id: int | None, moment: datetime) -> Promise:
    """What was promised for a category at a moment: its own, else the municipality's for all, else the common one."""
    newest: dict[int | None, DeadlineRule] = {
        rule.category_id: rule
        for rule in rules
        if rule.category_id in (None, category_id) and rule.valid_from <= moment
    }
    own = newest.get(category_id) if category_id is not None else None
    if own is not None and not own.follows_common:
        return _promise(own, own=True)
    common = newest.get(None)
    return _promise(common, own=False) if common else COMMON


def _promise(rule: DeadlineRule, *, own: bool) -> Promise:
    return Promise(
        response=Terms(rule.response_amount, Unit(rule.response_unit)),
        fix=Terms(rule.fix_amount, Unit(rule.fix_unit)),
        since=rule.valid_from,
        own=own,
    )


def deadlines_for(*, municipality: Municipality, category: Category, at: datetime) -> Deadlines:
    """What the municipality owes for a report of this category whose time begins at this moment (aware)."""
    promise = promise_at(promises_of(municipality), category.pk, at)
    calendar = calendars_of(municipality).known_at(at)
    return Deadlines(
        response_due_at=first_due(promise.response, at, calendar).at,
        fix_due_at=first_due(promise.fix, at, calendar).at,
    )
