"""Forgetting a report: all that a person wrote, sent or is known by goes, everywhere, for good.

What stays is what figures are made of: that a report was made, its category, its transitions, and the ledger's
entries, whose proofs keep verifying.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from besa.core import geo
from besa.core.forgetting import Forgetting, Loss
from besa.core.services import publish
from besa.ledger.services import erase_subject
from besa.reports import exposure, photo_files
from besa.reports.card_files import delete_report_cards
from besa.reports.events import PhotoFilesOrphaned, ReportErased, WordsForgotten
from besa.reports.models import Confirmation, Mention, MeToo, Report, Reporter
from besa.reports.models.report import Visibility
from besa.reports.services.forgetting import forget_copies, forget_words
from besa.reports.services.redaction import redact_again

#: decimals of a degree that stay of the position: about a kilometre, enough for figures, too little for a door
_DECIMALS = 2


def erase_report(*, report: Report, role: str) -> bool:
    """Erase all personal data of a report; False when that was done before.

    Reports that were split from it go too: their words and photos are the same person's. Rows go in one transaction;
    files right after it, and should the process die in between, by the worker.
    """
    for part in Report.objects.select_related("municipality").filter(split_from=report):
        erase_report(report=part, role=role)
    lat, lon = round(report.lat, _DECIMALS), round(report.lon, _DECIMALS)
    with transaction.atomic():
        before = Report.objects.filter(pk=report.pk).values_list("visibility", flat=True).get()
        if before == Visibility.ERASED:
            return False
        if before == Visibility.PUBLIC:
            exposure.disappear(report)
        Report.objects.filter(pk=report.pk).update(
            visibility=Visibility.ERASED,
            lat=lat,
            lon=lon,
            zkey=geo.key_of(lat, lon),
            changed_at=timezone.now(),
        )
        everything = Forgetting(f"report:{report.uid}")
        forget_words(report, everything)
        keys = _erase_rows(report)
        forget_copies(report, everything)
        told = report.published_at is not None
        erase_subject(
            subject=f"report:{report.uid}",
            actor_role=role,
            municipality=report.municipality.slug if told else "",
        )
        publish(PhotoFilesOrphaned(keys=keys))
        publish(ReportErased(report=report.pk, uid=report.uid))
        publish(WordsForgotten(report=report.pk, subject=f"report:{report.uid}"))
    delete_files(keys=keys)
    delete_report_cards(report.pk)
    report.refresh_from_db()
    return True


def erase_subject_again(subject: str, losses: Sequence[Loss]) -> None:
    """Erase what a restored backup brought back of a report; nothing for a subject of another kind."""
    if not subject.startswith("report:"):
        return
    report = Report.objects.select_related("municipality").filter(uid=subject.removeprefix("report:")).first()
    if report is None:
        return
    if losses:
        redact_again(report=report, losses=losses)
    else:
        erase_report(report=report, role="restore")


def delete_files(*, keys: list[str]) -> None:
    """Delete the files of photos whose rows are gone."""
    for key in keys:
        photo_files.delete_all(key)


def _erase_rows(report: Report) -> list[str]:
    keys = list(report.photos.values_list("key", flat=True))
    report.photos.all().delete()
    Reporter.objects.filter(report=report).delete()
    Mention.objects.filter(update__report=report).delete()
    Confirmation.objects.filter(report=report).forget_devices()
    MeToo.objects.filter(report=report).delete()
    report.abuse_reports.all().delete()
    return keys
