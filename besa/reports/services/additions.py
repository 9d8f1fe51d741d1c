"""What reporters add to their own report."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from besa.core.services import publish
from besa.ledger.services import record
from besa.reports.events import ReportReceived, UpdateAdded
from besa.reports.models import Report, Update
from besa.reports.models.report import Visibility
from besa.reports.services.photos import KeptUpload, attach_photos


def add_to_report(*, report: Report, text: str, uploads: Sequence[KeptUpload] = ()) -> Update:
    """Add words and photos of the reporter, as a public update once the report is public.

    Where the municipality reads before publication they wait for a moderator, see `moderation.show_update`.
    Raises ImageRefused("too_many") beyond six photos.
    """
    now = timezone.now()
    moderated = report.municipality.moderation == report.municipality.Moderation.BEFORE
    audience = Update.Audience.WAITING if moderated else Update.Audience.PUBLIC
    with transaction.atomic():
        update = Update.objects.create(
            report=report, text=text, audience=audience, author_role="reporter", created_at=now
        )
        if uploads:
            attach_photos(report=report, update=update, uploads=uploads, by_official=False)
        Report.objects.filter(pk=report.pk, visibility=Visibility.PUBLIC).update(changed_at=now)
        record(
            verb="reports.added_to",
            subject=f"report:{report.uid}",
            actor_role="reporter",
            municipality="",
            public={"uid": report.uid},
            private={"text": text},
        )
        publish(UpdateAdded(report=report.pk, update=update.pk))
    return update


def send_receipt_again(*, report: Report) -> None:
    """Have the mail with the private link sent once more."""
    with transaction.atomic():
        publish(ReportReceived(report=report.pk, again=timezone.now().isoformat()))
