"""The failure queue: what the worker gave up, why, and buttons to try again and to let it be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from besa.alerts.models import Batch
from besa.alerts.services.sending import retry_batch
from besa.core.models import ListenerRun, OutgoingMail
from besa.core.outbox import oldest_unsent
from besa.core.services import retry_listener_run, retry_mail
from besa.people.permissions import require
from besa.site.services.outbox import discard_batch, discard_mail, discard_run

#: how many failures of each kind the page shows; older ones show when these are dealt with
SHOWN = 100


@dataclass(frozen=True)
class Failed:
    """One thing that was given up. `title` is in words, `key` what the code calls it, `why` the error's last line."""

    title: str
    key: str
    about: str
    at: datetime
    error: str
    retry_url: str
    give_up_url: str

    @property
    def why(self) -> str:
        """What somebody who knows the machine needs first; a trace ends with it."""
        lines = [line.strip() for line in self.error.splitlines() if line.strip()]
        return lines[-1] if lines else ""


def failed_runs() -> QuerySet[ListenerRun]:
    """Listeners that were given up, oldest first."""
    runs = ListenerRun.objects.filter(failed_at__isnull=False, done_at__isnull=True)
    return runs.select_related("event").order_by("failed_at")


def failed_mails() -> QuerySet[OutgoingMail]:
    """Mails that were given up, oldest first."""
    return OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED).order_by("created_at")


def failed_batches() -> QuerySet[Batch]:
    """Messages to followers that were given up, oldest first."""
    return Batch.objects.filter(state=Batch.State.FAILED).select_related("subscriber").order_by("created_at")


@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """All failures with their last error."""
    require(request.user, "outbox.retry")
    sections = [
        (_("Mails"), [_of_mail(mail) for mail in failed_mails()[:SHOWN]]),
        (_("Messages to followers"), [_of_batch(batch) for batch in failed_batches()[:SHOWN]]),
        (_("Work in the background"), [_of_run(run) for run in failed_runs()[:SHOWN]]),
    ]
    context = {"sections": [one for one in sections if one[1]], "oldest": oldest_unsent()}
    return render(request, "site/outbox.html", context)


def _of_mail(mail: OutgoingMail) -> Failed:
    urls = _urls("mail", mail.pk)
    return Failed(mail.subject, mail.kind, mail.recipient, mail.created_at, mail.last_error, *urls)


def _of_batch(batch: Batch) -> Failed:
    key = f"{batch.subscriber.channel}, {batch.frequency}"
    urls = _urls("alert", batch.pk)
    return Failed(str(batch.subscriber), key, "", batch.created_at, batch.last_error, *urls)


def _of_run(run: ListenerRun) -> Failed:
    module, _dot, name = run.listener.rpartition(".")
    title = name.replace("_", " ").capitalize()
    at = run.failed_at or run.event.created_at
    return Failed(title, module, run.event.name, at, run.last_error, *_urls("run", run.pk))


def _urls(kind: str, pk: int) -> tuple[str, str]:
    return reverse(f"site:retry_{kind}", args=[pk]), reverse(f"site:give_up_{kind}", args=[pk])


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
