"""What core itself keeps, and for how long."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from besa.core.models import (
    DaySalt,
    IdempotencyKey,
    OutboxEvent,
    OutgoingMail,
    RateBucket,
    RetentionRun,
    SpentChallenge,
)
from besa.core.retention import YEAR, Rule, retention


def _answers(before: datetime) -> int:
    return IdempotencyKey.objects.filter(created_at__lt=before).delete()[0]


def _protection(before: datetime) -> int:
    gone = SpentChallenge.objects.filter(expires_at__lt=before).delete()[0]
    gone += RateBucket.objects.filter(refilled_at__lt=before).delete()[0]
    return gone + DaySalt.objects.filter(day__lt=before.date()).delete()[0]


def _events(before: datetime) -> int:
    return OutboxEvent.objects.filter(done_at__lt=before).delete()[0]


def _runs(before: datetime) -> int:
    return RetentionRun.objects.filter(started_at__lt=before).delete()[0]


def _sent_mails(before: datetime) -> int:
    return OutgoingMail.objects.filter(state=OutgoingMail.State.SENT, sent_at__lt=before).delete()[0]


_after_sending = _("after sending")
retention.register(
    "core.sent_mails",
    Rule(_("Mails that we sent, with their texts"), 30, _after_sending, _sent_mails),
    rank=50,
)
retention.register(
    "core.answers",
    Rule(_("What a form answered, so that sending it twice makes one report"), 14, _after_sending, _answers),
    rank=60,
)
retention.register(
    "core.protection",
    Rule(
        _("Scrambled marks of devices and networks, against floods of reports and guessed passwords"),
        2,
        _("after they were last seen"),
        _protection,
    ),
    rank=70,
)
retention.register(
    "core.events",
    Rule(
        _("Notes of the system to itself about what happened"), 30, _("after they were dealt with"), _events
    ),
    rank=80,
)
retention.register(
    "core.retention_runs",
    Rule(_("How much was deleted each day: numbers only"), YEAR, _("after that day"), _runs),
    rank=90,
)
