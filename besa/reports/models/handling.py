"""What officials do with a report beside changing its state: append-only rows."""

from __future__ import annotations

from django.db import models

from besa.people.models import User
from besa.places.models import Municipality
from besa.reports.models.report import Report
from besa.reports.models.story import Update


class Change(models.Model):
    """One change of who deals with a report, how urgent it is, where it is, what it is about, or what belongs to it.

    `before` and `after` hold numbers and keys only, never a person's words: `category`, `department`,
    `municipality`, `place` and `assignee` by id, `priority`, `report` for the other report of a merge or split, the
    `reason` of removed words. They stay when a report is erased, because figures are made of them; `kept` does not.
    """

    class Kind(models.TextChoices):
        ASSIGNED = "assigned"
        PRIORITISED = "prioritised"
        PLACED = "placed"
        HANDED_OVER = "handed_over"
        CATEGORISED = "categorised"
        MERGED = "merged"
        SEPARATED = "separated"
        SPLIT = "split"
        REDACTED = "redacted"

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=16, choices=Kind)
    at = models.DateTimeField()
    actor_role = models.CharField(max_length=20)
    actor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="+", help_text="whose official did it"
    )
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    kept = models.JSONField(
        default=dict, help_text="what undoing it needs and erasing it takes: points, answers"
    )
    note = models.ForeignKey(
        Update,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="why, for colleagues",
    )
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.SET_NULL, related_name="undone_by", help_text="what it takes back"
    )

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["kind", "at"], name="change_of_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.report_id}"


class Mention(models.Model):
    """A colleague who is named in an internal note, and learns of it."""

    update = models.ForeignKey(Update, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mentions")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["update", "user"], name="one_mention_per_note")]
        indexes = [models.Index(fields=["user", "seen_at", "-at"], name="mention_newest")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.update_id}"
