"""Who is sent a municipality's reports, and how that came about."""

from __future__ import annotations

from django.db import models

from besa.people.models import Department, User
from besa.places.models import Municipality, Place
from besa.reports.models import Category


class Recipient(models.Model):
    """Somebody who is sent reports: those that fit every condition that is set. Never deleted, only removed."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="recipients")
    name = models.CharField(max_length=120, help_text="as colleagues call it")
    category = models.ForeignKey(
        Category, null=True, on_delete=models.CASCADE, related_name="+", help_text="null: all"
    )
    department = models.ForeignKey(
        Department, null=True, on_delete=models.CASCADE, related_name="recipients", help_text="null: all"
    )
    place = models.ForeignKey(
        Place, null=True, on_delete=models.CASCADE, related_name="+", help_text="null: everywhere"
    )
    radius_m = models.PositiveIntegerField(
        null=True, help_text="around the middle of the place; null: reports that name the place"
    )
    channel = models.CharField(max_length=20, help_text="key in core.registries.channels")
    address = models.CharField(max_length=500, help_text="mail address or URL, as the channel needs it")
    language = models.CharField(max_length=8)
    options = models.JSONField(default=dict, help_text="the channel's own settings")
    secret = models.CharField(max_length=64, help_text="signs what is sent, where the channel signs")
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True, help_text="its mail server said that there is no such box")
    bounce_status = models.CharField(max_length=20, blank=True, help_text="such as 5.1.1")
    dead_since = models.DateTimeField(null=True, help_text="when the alarm was raised: nothing is acted on")

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(
                fields=["municipality"], name="recipient_current", condition=models.Q(removed_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.name


class RecipientChange(models.Model):
    """One line of a recipient's history: who changed what, from what."""

    class Kind(models.TextChoices):
        ADDED = "added"
        CHANGED = "changed"
        REMOVED = "removed"

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    before = models.JSONField(default=dict, help_text="the columns that changed, as they were")
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.recipient_id} {self.kind}"
