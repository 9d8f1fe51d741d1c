"""What happened to public reports, as FixMyStreet's `servicerequestupdates` tells it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.db.models.functions import Abs, Left

from besa.open311.moments import moment
from besa.open311.parameters import Page, Span
from besa.open311.queries.photos import photo_urls_of_updates
from besa.places.models import Municipality
from besa.reports.labels import reason_label
from besa.reports.models import Transition, Update
from besa.reports.models.report import State, Visibility

#: FixMyStreet's own words for states; they also tell a program that knows open and closed only what it needs
STATUSES: Final[dict[str, str]] = {
    State.RECEIVED: "open",
    State.ACKNOWLEDGED: "investigating",
    State.IN_PROGRESS: "in_progress",
    State.FIXED: "fixed",
    State.DECLINED: "no_further_action",
    State.FORWARDED: "internal_referral",
    State.DUPLICATE: "duplicate",
    State.WITHDRAWN: "closed",
    State.REOPENED: "open",
}
NOT_MUNICIPAL: Final = "not_councils_responsibility"
#: pages are cut from two sorted lists, which are read up to the page's end
MOST_UPDATES: Final = 10_000


@dataclass(frozen=True)
class WantedUpdates:
    """Which updates are asked for."""

    municipality: Municipality | None
    report_ids: list[int] | None
    span: Span
    page: Page


@dataclass(frozen=True)
class _Step:
    """A change of state, public words, or both."""

    at: dt.datetime
    id: str
    report_id: int
    state: str
    reason: str
    text: str
    update_id: int | None


def service_request_updates(wanted: WantedUpdates) -> list[dict[str, Any]]:
    """Changes of state and public words, oldest first. Four queries."""
    after = wanted.page.after
    steps = sorted([*_changes(wanted, after), *_words(wanted, after)], key=lambda step: (step.at, step.id))
    shown = steps[wanted.page.first : after]
    photos = photo_urls_of_updates([step.update_id for step in shown if step.update_id])
    states = _states_then([step for step in shown if not step.state])
    return [
        {
            "update_id": step.id,
            "service_request_id": str(step.report_id),
            "status": _status(step.state or states[step.id], step.reason),
            "updated_datetime": moment(step.at),
            "description": step.text or str(reason_label(step.reason)),
            "media_url": photos.get(step.update_id or 0),
        }
        for step in shown
    ]


def _status(state: str, reason: str) -> str:
    if state == State.DECLINED and reason == "not_municipal":
        return NOT_MUNICIPAL
    return STATUSES.get(state, "open")


def _changes(wanted: WantedUpdates, most: int) -> list[_Step]:
    changes = _of_public(Transition.objects.exclude(old=""), wanted, "at").order_by("at", "pk")
    rows = changes.values_list(
        "at", "pk", "report_id", "new", "reason", "update__text", "update__audience", "update_id"
    )
    steps = []
    for at, pk, report_id, new, reason, text, audience, update_id in rows[:most]:
        heard = audience == Update.Audience.PUBLIC
        steps.append(
            _Step(
                at,
                f"change-{pk}",
                report_id,
                new,
                reason,
                text if heard else "",
                update_id if heard else None,
            )
        )
    return steps


def _words(wanted: WantedUpdates, most: int) -> list[_Step]:
    """Public words that came without a change of state."""
    alone = Update.objects.filter(audience=Update.Audience.PUBLIC, transitions=None)
    updates = _of_public(alone, wanted, "created_at").order_by("created_at", "pk")
    rows = updates.values_list("created_at", "pk", "report_id", "text")
    return [_Step(at, f"words-{pk}", report_id, "", "", text, pk) for at, pk, report_id, text in rows[:most]]


def _states_then(steps: list[_Step]) -> dict[str, str]:
    """The state that a report was in when something was said about it, by the step."""
    changes = Transition.objects.filter(report__in={step.report_id for step in steps}).order_by("at", "pk")
    history: dict[int, list[tuple[dt.datetime, str]]] = {}
    for report_id, at, new in changes.values_list("report_id", "at", "new"):
        history.setdefault(report_id, []).append((at, new))
    return {
        step.id: next(
            (new for at, new in reversed(history.get(step.report_id, [])) if at <= step.at), State.RECEIVED
        )
        for step in steps
    }


def _of_public(rows: QuerySet[Any], wanted: WantedUpdates, moment_name: str) -> QuerySet[Any]:
    # Compared as the results of functions: else the engine goes through all reports first, and sorts at the end.
    rows = rows.alias(seen=Left("report__visibility", 16)).filter(seen=Visibility.PUBLIC)
    if wanted.municipality:
        rows = rows.alias(where=Abs("report__municipality")).filter(where=wanted.municipality.pk)
    if wanted.report_ids is not None:
        return rows.filter(report__in=wanted.report_ids)
    limits = Q()
    if wanted.span.start:
        limits &= Q(**{f"{moment_name}__gte": wanted.span.start})
    if wanted.span.end:
        limits &= Q(**{f"{moment_name}__lte": wanted.span.end})
    return rows.filter(limits)
