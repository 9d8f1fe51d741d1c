"""What everybody may see of reports. Every public exit starts here."""

from __future__ import annotations

from django.db.models import QuerySet

from besa.reports.models import Report
from besa.reports.models.report import State, Visibility


def public_reports() -> QuerySet[Report]:
    """Reports that may leave through maps, feeds, search, cards, counts and pages."""
    return Report.objects.filter(visibility=Visibility.PUBLIC)


def public_original(report: Report) -> int | None:
    """Number of the report that goes on instead of a duplicate; None when there is none that everybody may see."""
    if report.state != State.DUPLICATE or report.duplicate_of_id is None:
        return None
    return public_reports().filter(pk=report.duplicate_of_id).values_list("pk", flat=True).first()


def public_whole(report: Report) -> int | None:
    """Number of the report of which this is a part, when everybody may see it. No query for one that is whole."""
    if report.split_from_id is None:
        return None
    return public_reports().filter(pk=report.split_from_id).values_list("pk", flat=True).first()
