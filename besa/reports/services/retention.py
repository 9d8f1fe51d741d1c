"""What is forgotten of old reports: who made them, what nobody confirmed, marks of devices, settled complaints."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from besa.core.models import OutgoingMail
from besa.reports.models import AbuseReport, Confirmation, MeToo, Report, Reporter
from besa.reports.models.report import Visibility
from besa.reports.services.erasure import erase_report

_AT_ONCE = 200


def forget_contacts(before: datetime) -> int:
    """Take name, address, phone and device from reporters whose report was closed before a moment."""
    known = Reporter.objects.filter(report__closed_at__lt=before, report__trainee__isnull=True).exclude(
        name="", email="", phone="", device=""
    )
    gone = 0
    while chunk := list(known.values_list("pk", flat=True)[:_AT_ONCE]):
        with transaction.atomic():
            OutgoingMail.objects.filter(subject_key__in=[f"report:{pk}" for pk in chunk]).delete()
            gone += Reporter.objects.filter(pk__in=chunk).update(
                name="", show_name=False, email="", email_confirmed_at=None, phone="", device=""
            )
    return gone


def forget_unconfirmed(before: datetime) -> int:
    """Erase reports whose sender never pressed the button in the mail."""
    waiting = Report.objects.filter(visibility=Visibility.UNCONFIRMED, created_at__lt=before)
    return sum(erase_report(report=report, role="system") for report in waiting.iterator())


def forget_devices(before: datetime) -> int:
    """Delete marks of devices that said "me too" or judged a repair; the numbers stay."""
    gone = MeToo.objects.filter(at__lt=before).delete()[0]
    return gone + Confirmation.objects.filter(at__lt=before).forget_devices()


def forget_complaints(before: datetime) -> int:
    """Delete complaints about what stands on a page, once they are settled."""
    return AbuseReport.objects.filter(settled_at__lt=before).delete()[0]
