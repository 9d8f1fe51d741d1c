"""The failure queue: what the worker gave up, why, and buttons to try again and to let it be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from besa.alerts.models import Batch
from besa.alerts.services.sending import retry_batch, retry_failed_batches
from besa.core.models import ListenerRun, OutgoingMail
from besa.core.outbox import oldest_unsent
from besa.core.services import retry_failed_mails, retry_failed_runs, retry_listener_run, retry_mail
from besa.people.permissions import require
from besa.site.failures import SHOWN, parts
from besa.site.services.outbox import discard_batch, discard_mail, discard_run

_RETRY_ALL: Final[dict[str, Callable[[], int]]] = {
    "mails": retry_failed_mails,
    "alerts": retry_failed_batches,
    "runs": retry_failed_runs,
}


@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """All failures with their last error."""
    require(request.user, "outbox.retry")
    return render(request, "site/outbox.html", {"parts": parts(), "shown": SHOWN, "oldest": oldest_unsent()})


@require_POST
def retry_all(request: HttpRequest, kind: str) -> HttpResponse:
    """Try everything of one kind again, as after a mail server was down."""
    require(request.user, "outbox.retry")
    if kind not in _RETRY_ALL:
        raise Http404
    n = _RETRY_ALL[kind]()
    text = ngettext(
        "%(n)d is tried again, within a few minutes.", "%(n)d are tried again, within a few minutes.", n
    )
    messages.success(request, text % {"n": n})
    return redirect("site:outbox")


@require_POST
def retry_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a listener again."""
    require(request.user, "outbox.retry")
    return _tried(request, retry_listener_run(run=get_object_or_404(ListenerRun, pk=pk)))


@require_POST
def retry_sending(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a mail again."""
    require(request.user, "outbox.retry")
    return _tried(request, retry_mail(mail=get_object_or_404(OutgoingMail, pk=pk)))


@require_POST
def retry_telling(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a message to a follower again."""
    require(request.user, "outbox.retry")
    return _tried(request, retry_batch(batch=get_object_or_404(Batch, pk=pk)))


@require_POST
def give_up_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Never try a listener again."""
    role = require(request.user, "outbox.retry").value
    return _given_up(request, discard_run(run=get_object_or_404(ListenerRun, pk=pk), role=role))


@require_POST
def give_up_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Never send a mail."""
    role = require(request.user, "outbox.retry").value
    return _given_up(request, discard_mail(mail=get_object_or_404(OutgoingMail, pk=pk), role=role))


@require_POST
def give_up_telling(request: HttpRequest, pk: int) -> HttpResponse:
    """Never send a message to a follower."""
    role = require(request.user, "outbox.retry").value
    return _given_up(request, discard_batch(batch=get_object_or_404(Batch, pk=pk), role=role))


def _tried(request: HttpRequest, again: bool) -> HttpResponse:
    if again:
        messages.success(request, _("It is tried again now."))
    else:
        messages.info(request, _("It is being tried again already."))
    return redirect("site:outbox")


def _given_up(request: HttpRequest, gone: bool) -> HttpResponse:
    if gone:
        messages.success(request, _("It is not tried any more."))
    else:
        messages.info(request, _("It is being tried again, or is gone."))
    return redirect("site:outbox")
