"""When coordinators are alarmed."""

from __future__ import annotations

from django.db import models

from besa.people.models import User
from besa.places.models import Municipality


class AlarmLimits(models.Model):
    """When deliveries of a municipality count as stuck and recipients as silent. The newest holds; append-only."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="alarm_limits")
    stuck_minutes = models.PositiveIntegerField(help_text="a delivery that is not out after so long is stuck")
    silent_reports = models.PositiveSmallIntegerField(help_text="so many reports sent without any act …")
    silent_days = models.PositiveSmallIntegerField(help_text="… over so many days: the recipient is silent")
    since = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.municipality_id} since {self.since}"
