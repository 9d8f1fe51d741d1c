"""Which reports officials may look at: all that are real and confirmed, or one's own practice reports and no others.

Every page for officials starts here, as every public one starts in `public.py`; who may see which municipality and
department is `people.permissions`.
"""

from __future__ import annotations

from django.db.models import QuerySet

from besa.people.models import User
from besa.people.permissions import Standing
from besa.reports.models import Report
from besa.reports.models.report import NOT_ON_DESKS, Visibility


def reports_on_desks(trainee: User | None) -> QuerySet[Report]:
    """What is on desks, for who works (None), or for somebody who practises."""
    if trainee is None:
        return Report.objects.exclude(visibility__in=NOT_ON_DESKS)
    return Report.objects.filter(trainee=trainee, visibility=Visibility.PRACTICE)


def seen_from_desk(standing: Standing) -> QuerySet[Report]:
    """What somebody may look at as they stand now."""
    return reports_on_desks(standing.trainee)
