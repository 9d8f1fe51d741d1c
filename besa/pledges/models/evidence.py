"""What was found: each piece graded by its kind, archived when it was found, and never deleted."""

from __future__ import annotations

from django.db import models

from besa.people.models import User
from besa.pledges.models.documents import Document
from besa.pledges.models.pledge import Criterion, Pledge
from besa.pledges.statuses import Grade


class Evidence(models.Model):
    """One piece of evidence for one pledge. What it says never changes; it can be retracted with a reason."""

    uid = models.CharField(max_length=10, unique=True)
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="evidence")
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="evidence", help_text="the one it speaks to"
    )
    kind = models.CharField(max_length=20, help_text="key of grading.KINDS")
    grade = models.CharField(max_length=1, choices=[(grade.value, grade.value) for grade in Grade])
    happened_on = models.DateField(help_text="the day of which it tells")
    summary = models.TextField(help_text="what it shows, in a sentence")
    quote = models.TextField(blank=True, help_text="word for word")
    language = models.CharField(max_length=8)
    source = models.CharField(max_length=200, blank=True, help_text="who says so: an office, a medium")
    place_name = models.CharField(max_length=200, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    documents = models.ManyToManyField(Document, related_name="evidence")
    by_citizen = models.BooleanField(default=False, help_text="a citizen sent it, and a monitor accepted it")
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(help_text="when we learnt of it")
    retracted_at = models.DateTimeField(null=True)
    retracted_because = models.TextField(blank=True)

    class Meta:
        ordering = ["happened_on", "pk"]
        indexes = [models.Index(fields=["pledge", "happened_on"], name="evidence_of_pledge")]

    def __str__(self) -> str:
        return f"evidence {self.uid} ({self.grade})"
