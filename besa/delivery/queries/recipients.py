"""A municipality's recipients, and which of them a report fits."""

from __future__ import annotations

from django.db.models import QuerySet

from besa.delivery.models import Recipient
from besa.delivery.routing import fitting, spot_of
from besa.places.models import Municipality
from besa.reports.models import Report


def recipients_of(municipality: Municipality | int) -> QuerySet[Recipient]:
    """The recipients that a municipality has now, with their conditions."""
    return Recipient.objects.filter(municipality=municipality, removed_at__isnull=True).select_related(
        "category", "department", "place"
    )


def recipients_for(report: Report) -> list[Recipient]:
    """Who is to get a report."""
    return fitting(recipients_of(report.municipality_id), spot_of(report))
