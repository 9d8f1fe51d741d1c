"""What happened to public reports, in the order of time: changes of state and public words, for programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import NullIf

from besa.reports.models import Transition, Update
from besa.reports.models.report import State, Visibility
from besa.reports.models.story import words_for_reader

#: what came at the same moment stands in this order
CHANGE, WORDS = "change", "words"
_RANKS = {CHANGE: 0, WORDS: 1}


@dataclass(frozen=True)
class StepMark:
    """The step after which a page begins."""

    at: dt.datetime
    kind: str
    pk: int


@dataclass(frozen=True)
class WantedSteps:
    """Which steps are asked for: limits are inclusive, None is no limit."""

    municipality_id: int | None = None
    report_ids: Collection[int] | None = None
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    after: StepMark | None = None


@dataclass(frozen=True)
class Step:
    """A change of state, public words, or both. `state` is the one that the report was in after it."""

    at: dt.datetime
    kind: str
    pk: int
    report_id: int
    state: str
    reason: str
    text: str
    role: str
    update_id: int | None

    @property
    def mark(self) -> StepMark:
        """Where the next page begins."""
        return StepMark(self.at, self.kind, self.pk)


def steps_of(wanted: WantedSteps, *, limit: int) -> list[Step]:
    """The first steps, oldest first, at most `limit`. Three queries."""
    found = sorted(
        [*_changes(wanted, limit), *_words(wanted, limit)],
        key=lambda step: (step.at, _RANKS[step.kind], step.pk),
    )
    return _with_states(found[:limit])


def _changes(wanted: WantedSteps, limit: int) -> Iterable[Step]:
    changes = _of_public(Transition.objects.exclude(old=""), wanted, CHANGE, "at", "old").order_by("at", "pk")
    rows = changes.values_list(
        "at",
        "pk",
        "report_id",
        "new",
        "reason",
        "actor_role",
        "update_id",
        "update__audience",
        "update__text",
        "update__language",
        "update__texts",
    )
    for at, pk, report_id, new, reason, role, update_id, audience, *words in rows[:limit]:
        heard = audience == Update.Audience.PUBLIC
        text = words_for_reader(*words) if heard else ""
        yield Step(at, CHANGE, pk, report_id, new, reason, text, role, update_id if heard else None)


def _words(wanted: WantedSteps, limit: int) -> Iterable[Step]:
    """Public words that came without a change of state."""
    alone = Update.objects.filter(audience=Update.Audience.PUBLIC, transitions=None)
    updates = _of_public(alone, wanted, WORDS, "created_at", "author_role").order_by("created_at", "pk")
    rows = updates.values_list("created_at", "pk", "report_id", "author_role", "text", "language", "texts")
    for at, pk, report_id, role, *words in rows[:limit]:
        yield Step(at, WORDS, pk, report_id, "", "", words_for_reader(*words), role, pk)


def _with_states(steps: list[Step]) -> list[Step]:
    """The same, where words carry the state that the report was in when they were said."""
    changes = Transition.objects.filter(report__in={step.report_id for step in steps if not step.state})
    history: dict[int, list[tuple[dt.datetime, str]]] = {}
    for report_id, at, new in changes.order_by("at", "pk").values_list("report_id", "at", "new"):
        history.setdefault(report_id, []).append((at, new))
    return [step if step.state else _in_state(step, history.get(step.report_id, [])) for step in steps]


def _in_state(step: Step, history: list[tuple[dt.datetime, str]]) -> Step:
    state = next((new for at, new in reversed(history) if at <= step.at), str(State.RECEIVED))
    return Step(
        step.at,
        step.kind,
        step.pk,
        step.report_id,
        state,
        step.reason,
        step.text,
        step.role,
        step.update_id,
    )


def _of_public(
    rows: QuerySet[Any], wanted: WantedSteps, kind: str, moment: str, beside: str
) -> QuerySet[Any]:
    """Those of public reports; `beside` is a column that never says what a visibility does."""
    # Compared as the results of functions, else the engine goes through all reports first, and sorts at the end;
    # and of functions of both tables, else SQLite reads all reports to make a filter of them (240 ms of a million).
    rows = rows.alias(seen=NullIf("report__visibility", beside)).filter(seen=Visibility.PUBLIC)
    if wanted.municipality_id is not None:
        rows = rows.alias(where=NullIf("report__municipality_id", F("pk") * -1)).filter(
            where=wanted.municipality_id
        )
    if wanted.report_ids is not None:
        rows = rows.filter(report__in=wanted.report_ids)
    limits = Q()
    if wanted.start:
        limits &= Q(**{f"{moment}__gte": wanted.start})
    if wanted.end:
        limits &= Q(**{f"{moment}__lte": wanted.end})
    return rows.filter(limits & _after(wanted.after, kind, moment))


def _after(mark: StepMark | None, kind: str, moment: str) -> Q:
    if mark is None:
        return Q()
    # The first condition alone lets the index begin there; the second tells apart what came at the same time.
    begins, later = Q(**{f"{moment}__gte": mark.at}), Q(**{f"{moment}__gt": mark.at})
    if _RANKS[kind] > _RANKS[mark.kind]:
        return begins
    return begins & (later | Q(pk__gt=mark.pk)) if kind == mark.kind else later
