"""One report on its way to one recipient."""

from __future__ import annotations

import secrets

from django.db import models

from besa.delivery.models.recipient import Recipient
from besa.reports.models import Report


class State(models.TextChoices):
    """Where a delivery stands. Which changes exist is in `states.py`."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    ACCEPTED = "accepted"
    ACTED_ON = "acted_on"
    RETRYING = "retrying"
    FAILED = "failed"
    CANCELLED = "cancelled"


#: it still has to go out
WAITING = frozenset({State.QUEUED, State.SENDING, State.RETRYING})
#: the recipient has it
DELIVERED = frozenset({State.SENT, State.ACCEPTED, State.ACTED_ON})


def new_key() -> str:
    """A random name; part of every signed address of the delivery."""
    return secrets.token_hex(8)


class Delivery(models.Model):
    """A report and a recipient. What goes out once more, because the report was reopened, is another round of it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey(
        Recipient, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    key = models.CharField(max_length=16, unique=True, default=new_key)
    round = models.PositiveSmallIntegerField(default=1)
    occasion = models.CharField(max_length=12, help_text="new, reopened, forwarded, assigned")
    cause = models.BigIntegerField(default=0, help_text="transition that began the round; 0 for the first")
    change = models.BigIntegerField(
        default=0, help_text="change that began the round, or came later; 0 for none"
    )
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="of this round")
    queued_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True, help_text="while sending: until when nobody else may")
    sent_at = models.DateTimeField(null=True, help_text="when this round went out")
    acted_at = models.DateTimeField(null=True, help_text="when an official first acted after this round")
    replied_at = models.DateTimeField(null=True, help_text="when the recipient last answered by mail")
    foreign_id = models.CharField(max_length=80, blank=True, help_text="its number in the other system")
    reason = models.CharField(max_length=40, blank=True, help_text="key: why it failed or was cancelled")
    alarmed_at = models.DateTimeField(
        null=True, help_text="when somebody was told that it is stuck or failed"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "recipient"], name="one_delivery_per_recipient")
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="delivery_waiting",
                condition=models.Q(state__in=["queued", "sending", "retrying"]),
            ),
            models.Index(fields=["recipient", "state", "-queued_at"], name="delivery_by_state"),
            models.Index(fields=["recipient", "-queued_at"], name="delivery_newest"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.key}"

    @property
    def round_key(self) -> str:
        """Name of what goes out in this round, the same on every attempt."""
        return f"{self.key}.{self.round}"


class Attempt(models.Model):
    """One try. Without an outcome it is under way, or the worker died in it."""

    class Outcome(models.TextChoices):
        SENT = "sent"
        FAILED = "failed"
        BOUNCED = "bounced"

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    round = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=300, blank=True, help_text="what the other side said")

    class Meta:
        ordering = ["-began_at", "-pk"]

    def __str__(self) -> str:
        return f"attempt {self.number} of {self.delivery_id}"
