"""Who wants to be told."""

from __future__ import annotations

from django.db import models

from besa.reports.models import Report


class Subscription(models.Model):
    """An address that follows a report, or (`stopped_at`) the reporter's that wants no more mail about it.

    Reporters need no row to be told: they are when their address is confirmed. `key` is the secret in the
    links that confirm and that end the subscription.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="subscriptions")
    email = models.EmailField(db_index=True)
    language = models.CharField(max_length=8)
    brand = models.CharField(max_length=20)
    key = models.CharField(max_length=32, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(
        null=True, help_text="nothing is sent before the address's owner said yes"
    )
    stopped_at = models.DateTimeField(null=True, help_text="the reporter's own address, told no more")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "email"], name="one_subscription_per_address")
        ]

    def __str__(self) -> str:
        return f"subscription {self.pk}"
