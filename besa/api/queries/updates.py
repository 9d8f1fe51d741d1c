"""The story of public reports, step by step."""

from __future__ import annotations

from typing import Any

from besa.api.cursors import Cursor, cursor_at
from besa.api.moments import moment
from besa.reports.labels import reason_label, state_label
from besa.reports.queries.photo_addresses import PublicPhoto, photos_of_updates
from besa.reports.queries.steps import Step, StepMark, WantedSteps, steps_of

LIST = "updates"


def updates_page(wanted: WantedSteps, *, limit: int) -> tuple[list[dict[str, Any]], Cursor | None]:
    """Steps, oldest first, and the mark of the next part. Four queries."""
    steps = steps_of(wanted, limit=limit + 1)
    shown = steps[:limit]
    last = shown[-1] if len(steps) > limit else None
    return described(shown), cursor_at(LIST, last.at, last.pk, last.kind) if last else None


def mark_of(cursor: Cursor) -> StepMark:
    """The step that a cursor names."""
    return StepMark(cursor.at, cursor.kind, cursor.pk)


def described(steps: list[Step]) -> list[dict[str, Any]]:
    """Steps as plain values. One query."""
    photos = photos_of_updates([step.update_id for step in steps if step.update_id])
    return [
        {
            "id": f"{step.kind}-{step.pk}",
            "report": step.report_id,
            "kind": step.kind,
            "at": moment(step.at),
            "state": step.state,
            "state_label": str(state_label(step.state)),
            "reason": step.reason or None,
            "reason_label": str(reason_label(step.reason)) if step.reason else None,
            "text": step.text,
            "by": step.role,
            "photos": [photo_row(photo) for photo in photos.get(step.update_id or 0, ())],
        }
        for step in steps
    ]


def photo_row(photo: PublicPhoto) -> dict[str, Any]:
    """A photo as plain values."""
    return {
        "url": photo.large,
        "thumbnail": photo.thumb,
        "width": photo.width,
        "height": photo.height,
        "by_municipality": photo.by_official,
    }
