"""What is known of reporters; personal data, so nothing of it leaves for a public page."""

from __future__ import annotations

from functools import lru_cache

from django.db import connection

from besa.core.counting import Counts, write_counts
from besa.reports.models import Report, Reporter
from besa.reports.models.report import Visibility
from besa.reports.private_links import opens

#: stand for the values of a sent form while the statement is written
_EMAIL, _DEVICE = "\x00email", "\x00device"


@lru_cache(maxsize=2)
def _known(vendor: str) -> Counts:
    rows = Reporter.objects.filter(email=_EMAIL, device=_DEVICE, email_confirmed_at__isnull=False)
    return write_counts([rows[:1]])


def is_known_address(email: str, device: str) -> bool:
    """True when this device has confirmed this address before."""
    return bool(_known(connection.vendor).ask({_EMAIL: email, _DEVICE: device})[0])


def report_of_private_link(uid: str, secret: str) -> Report | None:
    """The report that a private link opens, with all its receipt shows; None for a wrong or dead link."""
    report = (
        Report.objects.select_related("reporter", "municipality", "category", "place", "department")
        .filter(uid=uid[:26])
        .exclude(visibility=Visibility.ERASED)
        .first()
    )
    if report is None or not hasattr(report, "reporter") or not opens(secret, report.reporter):
        return None
    return report
