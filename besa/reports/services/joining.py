"""Standing behind somebody else's report instead of making a second one."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from besa.core.services import publish
from besa.reports.events import FollowWanted
from besa.reports.models import MeToo, Report
from besa.reports.models.report import Visibility
from besa.reports.services.moving_along import pass_on


def say_me_too(*, report: Report, device: str) -> bool:
    """Count somebody who has the same problem, once per device; False when this device was counted before.

    What is said at a duplicate counts at the report that goes on too, which the municipality works on.
    """
    now = timezone.now()
    with transaction.atomic():
        _, added = MeToo.objects.get_or_create(report=report, device=device, defaults={"at": now})
        if added:
            Report.objects.filter(pk=report.pk).update(me_too_count=F("me_too_count") + 1)
            pass_on(duplicate=report, device=device, at=now)
    return added


def join_report(*, report: Report, device: str, email: str, language: str, brand: str) -> bool:
    """ "This is it, tell me when it is fixed": count, and ask the address whether it wants to follow.

    False when the report is not public any more; nothing is written then.
    """
    with transaction.atomic():
        if not Report.objects.filter(pk=report.pk, visibility=Visibility.PUBLIC).exists():
            return False
        say_me_too(report=report, device=device)
        if email:
            publish(FollowWanted(report=report.pk, email=email, language=language, brand=brand))
    return True
