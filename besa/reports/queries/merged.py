"""Which reports are told together: those that are the same problem."""

from __future__ import annotations

from besa.reports.models import Report
from besa.reports.models.report import State, Visibility

_MOST = 500


def told_with(report: Report) -> list[int]:
    """Ids of a report and of all that are its duplicates, or duplicates of those. One query for a report without any.

    Whoever reported or follows one of them is told what becomes of this one; see `services/moving_along.py`. Erased
    ones are not among them: there is nobody left to tell.
    """
    found, newest = [report.pk], [report.pk]
    while newest and len(found) < _MOST:
        below = Report.objects.filter(duplicate_of__in=newest, state=State.DUPLICATE)
        newest = list(
            below.exclude(visibility=Visibility.ERASED).exclude(pk__in=found).values_list("pk", flat=True)
        )
        found += newest
    return found
