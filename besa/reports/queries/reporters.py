"""What is known of reporters; personal data, so nothing of it leaves for a public page."""

from __future__ import annotations

from besa.reports.models import Report, Reporter
from besa.reports.models.report import Visibility
from besa.reports.private_links import opens


def is_known_address(email: str, device: str) -> bool:
    """True when this device has confirmed this address before."""
    return Reporter.objects.filter(email=email, device=device, email_confirmed_at__isnull=False).exists()


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
