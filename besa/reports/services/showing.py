"""What anybody can see of a report has changed: whoever keeps a copy asks for it again.

Acts that write the report's own columns set `changed_at` with them. This is for what stands in rows beside it, such as
photos. "Me too" is counted and moves nothing: a report that many stand behind would never rest.
"""

from __future__ import annotations

from django.utils import timezone

from besa.reports.models import Report
from besa.reports.models.report import Visibility


def note_public_change(report_id: int) -> None:
    """Say that a public report looks different from now on. In the transaction of the change."""
    Report.objects.filter(pk=report_id, visibility=Visibility.PUBLIC).update(changed_at=timezone.now())
