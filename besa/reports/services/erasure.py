"""Forgetting a report: all that a person wrote, sent or is known by goes, everywhere, for good.

What stays is what figures are made of: that a report was made, its category, its transitions, and the ledger's
entries, whose proofs keep verifying.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from besa.core import geo
from besa.core.models import IdempotencyKey, OutboxEvent, OutgoingMail
from besa.core.registries import companions
from besa.core.services import publish
from besa.ledger.services import erase_subject
from besa.reports import exposure, photo_files
from besa.reports.card_files import delete_report_cards
from besa.reports.events import PhotoFilesOrphaned, ReportErased
from besa.reports.models import Change, Confirmation, Mention, MeToo, Pause, Report, Reporter, Transition
from besa.reports.models.report import Visibility

#: decimals of a degree that stay of the position: about a kilometre, enough for figures, too little for a door
_DECIMALS = 2
#: tables that held personal data, for PostgreSQL to take the dead rows out of
_TABLES = (
    "reports_report",
    "reports_reporter",
    "reports_update",
    "reports_photo",
    "reports_searchtext",
    "core_outgoingmail",
    "core_idempotencykey",
    "ledger_privatepayload",
)


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
            text="",
            address="",
            answers={},
            lat=lat,
            lon=lon,
            zkey=geo.key_of(lat, lon),
            changed_at=timezone.now(),
        )
        keys = _erase_rows(report)
        _erase_queues(report)
        for _, erase in companions.all():
            erase(f"report:{report.uid}")
        told = report.published_at is not None
        erase_subject(
            subject=f"report:{report.uid}",
            actor_role=role,
            municipality=report.municipality.slug if told else "",
        )
        publish(PhotoFilesOrphaned(keys=keys))
        publish(ReportErased(report=report.pk, uid=report.uid))
    delete_files(keys=keys)
    delete_report_cards(report.pk)
    report.refresh_from_db()
    return True


def erase_subject_again(subject: str) -> None:
    """Erase a report that a restored backup brought back; nothing for a subject of another kind."""
    if not subject.startswith("report:"):
        return
    report = Report.objects.filter(uid=subject.removeprefix("report:")).first()
    if report is not None:
        erase_report(report=report, role="restore")


def delete_files(*, keys: list[str]) -> None:
    """Delete the files of photos whose rows are gone."""
    for key in keys:
        photo_files.delete_all(key)


def scrub_database() -> None:
    """Make the database files themselves forget what was deleted. Worker only: may take seconds.

    SQLite overwrites deleted rows (`secure_delete`), but its full text index keeps deleted words in older segments
    and the write-ahead log keeps older pages. Raises RuntimeError while a long read holds the log, so that the
    worker tries again.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO reports_searchindex(reports_searchindex) VALUES ('optimize')")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, *_ = cursor.fetchone()
            if busy:
                raise RuntimeError("a reader holds the write-ahead log")
        else:
            cursor.execute("SET statement_timeout = 0")  # it works beside readers and writers, however long
            cursor.execute(f"VACUUM {', '.join(_TABLES)}")
            cursor.execute("RESET statement_timeout")


def _erase_rows(report: Report) -> list[str]:
    keys = list(report.photos.values_list("key", flat=True))
    report.photos.all().delete()
    Reporter.objects.filter(report=report).delete()
    # Officials' answers address people by their names too.
    report.updates.update(text="", texts={})
    Change.objects.filter(report=report).update(kept={})
    Mention.objects.filter(update__report=report).delete()
    Transition.objects.filter(report=report).update(forwarded_to="")
    Pause.objects.filter(report=report).update(body="")
    Confirmation.objects.filter(report=report).forget_devices()
    MeToo.objects.filter(report=report).delete()
    report.abuse_reports.all().delete()
    return keys


def _erase_queues(report: Report) -> None:
    OutgoingMail.objects.filter(subject_key=f"report:{report.pk}").delete()
    IdempotencyKey.objects.filter(answer__report=report.uid).delete()
    # An event may hold an address, and the trace of a listener that failed may quote what it worked on.
    number = f'"report":{report.pk}'
    OutboxEvent.objects.filter(
        Q(payload__contains=f"{number},") | Q(payload__contains=f"{number}}}"), name__startswith="reports."
    ).delete()
