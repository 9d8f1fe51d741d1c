"""What the desk does when something happened to a report."""

from __future__ import annotations

from besa.core.events import listen
from besa.desk.services.bulk import forget_report
from besa.reports.events import ReportErased


@listen(ReportErased)
def forget_bulk_items(event: ReportErased) -> None:
    """Nothing on the desk names an erased report."""
    forget_report(report=event.report)
