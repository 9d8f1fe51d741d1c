"""What everybody may see of reports. Every public exit starts here."""

from __future__ import annotations

from django.db.models import QuerySet

from besa.reports.models import Report
from besa.reports.models.report import Visibility


def public_reports() -> QuerySet[Report]:
    """Reports that may leave through maps, feeds, search, cards, counts and pages."""
    return Report.objects.filter(visibility=Visibility.PUBLIC)
