"""What happened to public reports, as FixMyStreet's `servicerequestupdates` tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from besa.open311.moments import moment
from besa.open311.parameters import Page, Span
from besa.places.models import Municipality
from besa.reports.labels import reason_label
from besa.reports.models.report import State
from besa.reports.queries.photo_addresses import PublicPhoto, photos_of_updates
from besa.reports.queries.steps import Step, WantedSteps, steps_of

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


def service_request_updates(wanted: WantedUpdates) -> list[dict[str, Any]]:
    """Changes of state and public words, oldest first. Four queries."""
    steps = steps_of(
        WantedSteps(
            municipality_id=wanted.municipality.pk if wanted.municipality else None,
            report_ids=wanted.report_ids,
            # Numbers of reports override the time.
            start=None if wanted.report_ids is not None else wanted.span.start,
            end=None if wanted.report_ids is not None else wanted.span.end,
        ),
        limit=wanted.page.after,
    )[wanted.page.first :]
    photos = photos_of_updates([step.update_id for step in steps if step.update_id])
    return [_row(step, photos) for step in steps]


def _row(step: Step, photos: dict[int, list[PublicPhoto]]) -> dict[str, Any]:
    pictures = photos.get(step.update_id or 0)
    return {
        "update_id": f"{step.kind}-{step.pk}",
        "service_request_id": str(step.report_id),
        "status": _status(step.state, step.reason),
        "updated_datetime": moment(step.at),
        "description": step.text or str(reason_label(step.reason)),
        "media_url": pictures[0].large if pictures else None,
    }


def _status(state: str, reason: str) -> str:
    if state == State.DECLINED and reason == "not_municipal":
        return NOT_MUNICIPAL
    return STATUSES.get(state, "open")
