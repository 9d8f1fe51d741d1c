"""The failure queue: what the worker gave up, why, and a button to try again."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from besa.core.models import ListenerRun, OutgoingMail
from besa.core.outbox import oldest_unsent
from besa.core.services import retry_listener_run, retry_mail
from besa.people.permissions import require

#: how many failures of each kind the page shows; older ones show when these are dealt with
SHOWN = 100


def failed_runs() -> QuerySet[ListenerRun]:
    """Listeners that were given up, oldest first."""
    runs = ListenerRun.objects.filter(failed_at__isnull=False, done_at__isnull=True)
    return runs.select_related("event").order_by("failed_at")


def failed_mails() -> QuerySet[OutgoingMail]:
    """Mails that were given up, oldest first."""
    return OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED).order_by("created_at")


def outbox(request: HttpRequest) -> HttpResponse:
    """All failures with their last error."""
    require(request.user, "outbox.retry")
    context = {
        "runs": failed_runs()[:SHOWN],
        "mails": failed_mails()[:SHOWN],
        "oldest": oldest_unsent(),
    }
    return render(request, "site/outbox.html", context)


@require_POST
def retry_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a listener again."""
    require(request.user, "outbox.retry")
    _tell(request, retry_listener_run(run=get_object_or_404(ListenerRun, pk=pk)))
    return redirect("site:outbox")


@require_POST
def retry_sending(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a mail again."""
    require(request.user, "outbox.retry")
    _tell(request, retry_mail(mail=get_object_or_404(OutgoingMail, pk=pk)))
    return redirect("site:outbox")


def _tell(request: HttpRequest, again: bool) -> None:
    if again:
        messages.success(request, _("It is tried again now."))
    else:
        messages.info(request, _("It is being tried again already."))
