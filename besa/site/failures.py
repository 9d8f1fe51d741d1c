"""What the worker gave up, in words for administrators: mails, messages to followers, work in the background."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besa.alerts.forms.following import FREQUENCIES
from besa.alerts.models import Batch
from besa.alerts.queries.followings import channel_label
from besa.core.events import words_of
from besa.core.models import ListenerRun, OutgoingMail

#: how many failures of each kind the page shows; newer ones show when these are dealt with
SHOWN: Final = 100
#: what an error of a mail server means, by what the last line of its trace begins with
_CAUSES: Final[dict[str, Promise]] = {
    "ConnectionRefusedError": gettext_lazy("The mail server cannot be reached."),
    "ConnectionResetError": gettext_lazy("The mail server hung up."),
    "TimeoutError": gettext_lazy("The mail server did not answer in time."),
    "socket.gaierror": gettext_lazy("The mail server's name is not known on the network."),
    "smtplib.SMTPAuthenticationError": gettext_lazy("The mail server does not accept our name and password."),
    "smtplib.SMTPRecipientsRefused": gettext_lazy("The mail server refuses this recipient."),
    "smtplib.SMTPSenderRefused": gettext_lazy("The mail server refuses our address as the sender."),
    "smtplib.SMTPServerDisconnected": gettext_lazy("The mail server hung up."),
    "ssl.SSLCertVerificationError": gettext_lazy("The mail server's certificate is not valid."),
}


@dataclass(frozen=True)
class Failure:
    """One thing that was given up, and why. `key` is what the code calls it, `error` the whole of what went wrong."""

    pk: int
    title: str
    about: str
    at: datetime
    why: str
    key: str
    error: str


@dataclass(frozen=True)
class Kind:
    """One part of the page. `key` stands in its addresses."""

    key: str
    heading: Promise
    rows: Callable[[], QuerySet[Any]]
    shown: Callable[[Any], Failure]


@dataclass(frozen=True)
class Part:
    """What was given up of one kind: how much, and the oldest of it."""

    kind: Kind
    total: int
    failures: list[Failure]


def parts() -> list[Part]:
    """Whatever was given up, by kind; kinds of which nothing was are left out."""
    found = []
    for kind in KINDS.values():
        rows: QuerySet[Model] = kind.rows()
        if total := rows.count():
            found.append(Part(kind, total, [kind.shown(row) for row in rows[:SHOWN]]))
    return found


def number_of_failures() -> int:
    """How much was given up, of all kinds."""
    return sum(kind.rows().count() for kind in KINDS.values())


def _mails() -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED).order_by("created_at")


def _batches() -> QuerySet[Batch]:
    return Batch.objects.filter(state=Batch.State.FAILED).select_related("subscriber").order_by("created_at")


def _runs() -> QuerySet[ListenerRun]:
    runs = ListenerRun.objects.filter(failed_at__isnull=False, done_at__isnull=True)
    return runs.select_related("event").order_by("failed_at")


def _of_mail(mail: OutgoingMail) -> Failure:
    last = _last_line(mail.last_error)
    why = str(_CAUSES.get(last.partition(":")[0], last))
    return Failure(mail.pk, mail.subject, mail.recipient, mail.created_at, why, mail.kind, mail.last_error)


def _of_batch(batch: Batch) -> Failure:
    """Never its address: it may be that of somebody's browser or program."""
    often = str(dict(FREQUENCIES).get(batch.frequency, ""))
    channel = str(channel_label(batch.subscriber.channel))
    why = _last_line(batch.last_error)
    return Failure(batch.pk, channel, often, batch.created_at, why, str(batch.subscriber), batch.last_error)


def _of_run(run: ListenerRun) -> Failure:
    title = words_of(run.listener) or _("Work that this version does not know any more")
    at = run.failed_at or run.event.created_at
    key = f"{run.listener} ({run.event.name})"
    why, about = _last_line(run.last_error), _subject_of(run.event.payload)
    return Failure(run.pk, title, about, at, why, key, run.last_error)


def _last_line(error: str) -> str:
    """What somebody who knows the machine needs first; a trace ends with it."""
    lines = [line.strip() for line in error.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def _subject_of(payload: str) -> str:
    """The report that an event is about, if it is about one."""
    number = json.loads(payload).get("report")
    return _("Report %(number)s") % {"number": number} if isinstance(number, int) else ""


KINDS: Final = {
    kind.key: kind
    for kind in (
        Kind("mails", gettext_lazy("Mails"), _mails, _of_mail),
        Kind("alerts", gettext_lazy("Messages to followers"), _batches, _of_batch),
        Kind("runs", gettext_lazy("Work in the background"), _runs, _of_run),
    )
}
