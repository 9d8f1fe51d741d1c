"""Where a report was made first, so that a chain of systems never makes it twice.

Each system passes on the origin that it was given, or names itself. A report that comes back to where it began is
refused there.
"""

from __future__ import annotations

from typing import Final

from besa.core.brands import DEFAULT
from besa.core.links import site_address
from besa.open311.models import Origin
from besa.reports.models import Report

LONGEST: Final = 300


def origin_of(report: Report) -> str:
    """What is passed on: where the report came from, or that it is ours."""
    given = Origin.objects.filter(report=report).values_list("text", flat=True).first()
    return given or f"{site_address(DEFAULT.key)}/reports/{report.uid}"


def began_here(origin: str) -> bool:
    """True for an origin that names one of our own reports."""
    return Report.objects.filter(uid=origin.rpartition("/")[2][:26]).exists() if origin else False
