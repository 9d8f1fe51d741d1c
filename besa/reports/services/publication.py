"""Making a report visible to everyone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from besa.core.services import publish
from besa.ledger.services import record
from besa.reports import exposure
from besa.reports.deadlines import deadlines_after, history_of
from besa.reports.events import ReportPublished
from besa.reports.models import Report, Reporter
from besa.reports.models.report import Visibility

_MICRO = 1_000_000


def announce_publication(report: Report, *, role: str) -> None:
    """Everything that follows from a report having become public, in the caller's transaction.

    The ledger tells what everyone may know for ever; of the words it holds only a commitment.
    """
    exposure.appear(report)
    record(
        verb="reports.published",
        subject=f"report:{report.uid}",
        actor_role=role,
        municipality=report.municipality.slug,
        public={
            "uid": report.uid,
            "number": report.pk,
            "category": report.category.key,
            "municipality": report.municipality.slug,
            "place": report.place.slug if report.place else "",
            "lat": round(report.lat * _MICRO),
            "lon": round(report.lon * _MICRO),
        },
        private={"text": report.text},
    )
    publish(ReportPublished(report=report.pk))


def publish_report(*, report: Report, role: str, at: datetime | None = None) -> bool:
    """Show a report that waited for a moderator; False when it waits no longer."""
    return _publish(report, {Visibility.AWAITING_MODERATION}, role, at or timezone.now())


def confirm_report(*, report: Report, at: datetime | None = None) -> bool:
    """The reporter's address is confirmed: show the report, or hand it to the moderator.

    False when there was nothing to confirm any more, which is no error: people press twice.
    """
    now = at or timezone.now()
    moderated = report.municipality.moderation == report.municipality.Moderation.BEFORE
    with transaction.atomic():
        Reporter.objects.filter(report=report, email_confirmed_at__isnull=True).update(email_confirmed_at=now)
        if not moderated:
            return _publish(report, {Visibility.UNCONFIRMED}, "reporter", now)
        moved = Report.objects.filter(pk=report.pk, visibility=Visibility.UNCONFIRMED).update(
            visibility=Visibility.AWAITING_MODERATION
        )
        if moved:
            record(
                verb="reports.confirmed",
                subject=f"report:{report.uid}",
                actor_role="reporter",
                municipality="",
                public={"uid": report.uid},
            )
    report.refresh_from_db()
    return bool(moved)


def _publish(report: Report, before: Collection[Visibility], role: str, at: datetime) -> bool:
    # The municipality answers for what it can see: its time runs from the publication.
    due = deadlines_after(history_of(report).begun_at(at))
    with transaction.atomic():
        shown = Report.objects.filter(pk=report.pk, visibility__in=before).update(
            visibility=Visibility.PUBLIC,
            published_at=at,
            changed_at=at,
            response_due_at=due.response_due_at,
            fix_due_at=due.fix_due_at,
        )
        if shown:
            report.refresh_from_db()
            announce_publication(report, role=role)
    return bool(shown)
