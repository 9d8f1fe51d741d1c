"""Mails that were written while a report was public, and are to go out when it is not any more."""

from __future__ import annotations

from django.db import transaction

from besa.alerts.models import Batch, Notice
from besa.alerts.services.forgetting import take_back
from besa.core.models import OutgoingMail
from besa.publications.queries.public_works import public_editions
from besa.reports.models import Report, Reporter
from besa.reports.models.report import Visibility

#: about their own work, which goes on whatever the public sees
_FOR_COLLEAGUES = "alerts.colleague_"
#: to somebody who follows, even if they reported it themselves
_FOR_FOLLOWERS = frozenset({"alerts.news", "alerts.follow_question"})


def may_still_go(mail: OutgoingMail) -> bool:
    """Whether a mail may leave the outbox. Of a report that is not public, only its reporter and colleagues read."""
    about, _, number = mail.subject_key.partition(":")
    if about == "alert":
        return _is_all_public(int(number))
    if about == "publication":
        return public_editions().filter(pk=int(number)).exists()
    return about != "report" or _may_read(mail, int(number))


def _may_read(mail: OutgoingMail, report_id: int) -> bool:
    seen = Report.objects.filter(pk=report_id).values_list("visibility", flat=True).first()
    if seen == Visibility.PUBLIC:
        return True
    if seen in (None, Visibility.ERASED) or mail.kind in _FOR_FOLLOWERS:
        return False
    if mail.kind.startswith(_FOR_COLLEAGUES):
        return True
    return Reporter.objects.filter(report_id=report_id, email__iexact=mail.recipient).exists()


def _is_all_public(batch_id: int) -> bool:
    """A digest with something that is not public any more is taken back, and written again without it."""
    batch = Batch.objects.select_related("subscriber").filter(pk=batch_id).first()
    if batch is None:
        return False
    with transaction.atomic():
        told = Notice.objects.filter(batch=batch)
        of_reports = told.filter(happening__report__isnull=False)
        hidden = of_reports.exclude(happening__report__visibility=Visibility.PUBLIC).delete()[0]
        hidden += told.filter(happening__revision__edition__withdrawn_at__isnull=False).delete()[0]
        if hidden:
            take_back(batch)
    return not hidden
