"""The one place where an act on a report leaves the desk: for the ledger, and for the outbox.

Whoever acts on a report writes through these, never through `publish` and `record` themselves. So a practice report is
silent by itself: no entry, no event, and with that no mail, no delivery, no reminder and no alert, whatever listens now
or will one day. An architecture test holds that the acts use nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from besa.core.events import Event
from besa.core.services import publish, run_later
from besa.ledger.models import Entry
from besa.ledger.services import record
from besa.reports.models import Photo, Report


def tell(report: Report, event: Event) -> None:
    """Publish what happened to a report, in the caller's transaction; nothing about a practice report."""
    if not report.is_practice:
        publish(event)


def enter(
    report: Report,
    *,
    verb: str,
    role: str,
    municipality: str,
    public: Mapping[str, Any],
    private: Mapping[str, Any] | None = None,
) -> Entry | None:
    """Write an entry about a report, in the caller's transaction; none about a practice report."""
    if report.is_practice:
        return None
    return record(
        verb=verb,
        subject=f"report:{report.uid}",
        actor_role=role,
        municipality=municipality,
        public=dict(public),
        private=dict(private) if private else None,
    )


def have_drawn(photo: Photo, event: Event) -> None:
    """Have the worker draw a photo. One of a practice report is drawn as well, but nobody is told that it came."""
    if photo.report.is_practice:
        run_later("besa.reports.services.photos.draw_photo_by_number", photo.pk, at=timezone.now())
    else:
        publish(event)
