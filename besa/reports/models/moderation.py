"""What readers say must not be shown."""

from __future__ import annotations

from django.db import models

from besa.reports.models.report import Report


class AbuseReport(models.Model):
    """A reader's word that something on a report's page should not be there."""

    class Reason(models.TextChoices):
        PERSONAL = "personal"
        INSULT = "insult"
        ADVERTISING = "advertising"
        UNTRUE = "untrue"
        OTHER = "other"

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="abuse_reports")
    reason = models.CharField(max_length=20, choices=Reason)
    text = models.TextField(blank=True)
    device = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, help_text="a moderator looked at it and decided")

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"], name="abuse_open", condition=models.Q(settled_at__isnull=True)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "device"],
                name="one_abuse_report_per_device",
                condition=models.Q(settled_at__isnull=True) & ~models.Q(device=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} on {self.report_id}"
