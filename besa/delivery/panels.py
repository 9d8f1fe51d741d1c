"""What deliveries put on the desk's pages."""

from __future__ import annotations

from django.http import HttpRequest

from besa.core.registries import PanelPart, panels
from besa.delivery.labels import OCCASION_LABELS, REASON_LABELS, STATE_LABELS
from besa.delivery.queries.deliveries import deliveries_to_report, trouble_counts
from besa.people.permissions import standing_of
from besa.places.models import Municipality
from besa.reports.models import Report


def report_panel(request: HttpRequest, report: Report) -> PanelPart | None:
    """To whom a report was sent, and what became of it; nothing where nobody is set up."""
    rows = deliveries_to_report(report.pk)
    if not rows:
        return None
    may_edit = standing_of(request.user).may("recipients.edit", report.municipality_id)
    labels = {"states": STATE_LABELS, "reasons": REASON_LABELS, "occasions": OCCASION_LABELS}
    return PanelPart("delivery/components/report_panel.html", {"rows": rows, "may_edit": may_edit, **labels})


def trouble_panel(request: HttpRequest, municipality: Municipality) -> PanelPart | None:
    """The banner of the desk while something does not arrive, for who can do something about it."""
    if not standing_of(request.user).may("recipients.edit", municipality.pk):
        return None
    trouble = trouble_counts(municipality)
    if not any(trouble.values()):
        return None
    return PanelPart(
        "delivery/components/trouble_panel.html", {"trouble": trouble, "municipality": municipality}
    )


panels("desk_report").register("delivery.deliveries", report_panel, rank=50)
panels("desk").register("delivery.trouble", trouble_panel, rank=10)
