"""Words for the keys that are stored: states, occasions, reasons."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from besa.delivery.models import State

STATE_LABELS: Final[dict[str, Promise]] = {
    State.QUEUED: pgettext_lazy("state of a delivery", "waiting"),
    State.SENDING: pgettext_lazy("state of a delivery", "being sent"),
    State.SENT: pgettext_lazy("state of a delivery", "sent"),
    State.ACCEPTED: pgettext_lazy("state of a delivery", "accepted"),
    State.ACTED_ON: pgettext_lazy("state of a delivery", "acted on"),
    State.RETRYING: pgettext_lazy("state of a delivery", "not sent yet, tried again later"),
    State.FAILED: pgettext_lazy("state of a delivery", "not delivered"),
    State.CANCELLED: pgettext_lazy("state of a delivery", "cancelled"),
}

OCCASION_LABELS: Final[dict[str, Promise]] = {
    "new": pgettext_lazy("why a report is sent", "new"),
    "reopened": pgettext_lazy("why a report is sent", "reopened"),
    "forwarded": pgettext_lazy("why a report is sent", "passed on"),
    "assigned": pgettext_lazy("why a report is sent", "assigned again"),
    "test": pgettext_lazy("why a report is sent", "test"),
}

REASON_LABELS: Final[dict[str, Promise]] = {
    "address_refused": _("The mail server does not know this address."),
    "server_refused": _("The mail server did not take the mail."),
    "server_unreachable": _("The mail server could not be reached."),
    "bounced": _("The mail came back."),
    "delayed": _("The mail is delayed."),
    "answer_refused": _("The other system refused the report."),
    "unreachable": _("The other system could not be reached."),
    "unknown_host": _("The other system's address does not exist."),
    "forbidden_address": _("The other system's address is not on the public internet."),
    "port": _("The other system's port may not be used."),
    "scheme": _("The other system's address does not begin with https://."),
    "malformed": _("The other system's address cannot be read."),
    "credentials": _("The other system's address holds a password."),
    "certificate": _("The other system's certificate is not valid."),
    "timeout": _("The other system took too long."),
    "too_large": _("The other system answered with too much."),
    "too_many_redirects": _("The other system's address leads on and on."),
    "redirect_elsewhere": _("The other system's address leads elsewhere."),
    "broken_answer": _("The other system's answer could not be read."),
    "answer_unreadable": _("The other system's answer could not be understood."),
    "service_missing": _("The other system does not take reports of this category."),
    "options": _("The settings of this recipient cannot be used."),
    "error": _("Something failed on our side."),
    "cancelled": _("A colleague cancelled it."),
    "removed": _("The recipient was removed."),
    "rerouted": _("The report went to somebody else."),
    "over": _("The report was closed before."),
    "hidden": _("The report is not public."),
}

#: why a mail that came in waits for a person
INCOMING_LABELS: Final[dict[str, Promise]] = {
    "unknown_sender": _("The sender's address is neither the recipient's nor a colleague's."),
    "unclear": _("It says that a mail did not arrive, but not which one."),
    "failed": _("It could not be understood."),
    "broken": _("It could not be read."),
    "no_mail": _("It is no mail."),
    "too_many_parts": _("It has too many parts."),
}


def reason_label(key: str) -> Promise | str:
    """The sentence of a reason; empty for none."""
    return REASON_LABELS.get(key, key)
