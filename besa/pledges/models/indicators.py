"""Figures of Besa's own that are shown beside a pledge, and never decide anything about it."""

from __future__ import annotations

from django.db import models

from besa.people.models import User
from besa.pledges.models.pledge import Pledge


class Indicator(models.Model):
    """A figure bound to a pledge: its key in `core.registries.figures`, and what it is asked for.

    It is ended and never changed, so that the page of a past day shows what it showed.
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="indicators")
    key = models.CharField(max_length=80)
    parameters = models.JSONField(default=dict, help_text="name → key, besides the municipality and the day")
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.key} beside {self.pledge_id}"
