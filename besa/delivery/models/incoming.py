"""Mail that came in, kept until it was understood."""

from __future__ import annotations

from django.db import models

from besa.delivery.models.delivery import Delivery
from besa.places.models import Municipality


class IncomingMail(models.Model):
    """A mail as it arrived. What it says is deleted once it has become an update, or was refused."""

    class State(models.TextChoices):
        WAITING = "waiting"
        TAKEN = "taken"
        REFUSED = "refused"
        IGNORED = "ignored"
        UNREADABLE = "unreadable"
        BOUNCE = "bounce"

    identity = models.CharField(
        max_length=64, unique=True, help_text="hash of Message-ID and address: the same mail comes once"
    )
    message_id = models.CharField(max_length=200, blank=True)
    mailbox = models.CharField(max_length=120, help_text="our address that it came to")
    sender = models.CharField(
        max_length=254, blank=True, help_text="its return path; empty for a notice of failure"
    )
    author = models.CharField(max_length=254, blank=True, help_text="address of its From line, once read")
    municipality = models.ForeignKey(
        Municipality, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    delivery = models.ForeignKey(
        Delivery, null=True, on_delete=models.CASCADE, related_name="incoming", help_text="what it answers"
    )
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=40, blank=True, help_text="key: why it was not taken")
    raw = models.BinaryField(null=True, help_text="as it came; null once it is not needed any more")
    attempts = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at"], name="incoming_waiting", condition=models.Q(state="waiting")
            ),
            models.Index(
                fields=["municipality", "-received_at"],
                name="incoming_unreadable",
                condition=models.Q(state="unreadable"),
            ),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"
