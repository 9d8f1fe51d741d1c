"""What the desk itself keeps: views that somebody saved, and what was asked for many reports at once."""

from __future__ import annotations

from django.db import models

from besa.people.models import User
from besa.places.models import Municipality
from besa.reports.models import Report


class SavedView(models.Model):
    """A queue under a name: the filters of an address. Personal, or shared with the colleagues of a municipality."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, help_text="the filters as in the address, see filters.py")
    shared = models.BooleanField(default=False)
    practice = models.BooleanField(
        default=False, db_default=False, help_text="saved while practising: stands beside nothing real"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "owner", "name", "practice"], name="one_saved_view_per_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class BulkAct(models.Model):
    """One act on many reports, as an official asked for it.

    It waits for `due_at` before anything is done, and can be undone until then: nothing has happened yet, so nobody
    is told what did not come to pass, and neither the ledger nor the figures know of it.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        UNDONE = "undone"

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=20, help_text="key from bulk_acts.py")
    arguments = models.JSONField(default=dict, help_text="what the act's form was filled in with")
    practice = models.BooleanField(
        default=False, db_default=False, help_text="asked for while practising, for practice reports"
    )
    total = models.PositiveSmallIntegerField()
    seen_at = models.DateTimeField(help_text="when the official read the list: later changes are conflicts")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    done_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="reports it was not done to")
    read_at = models.DateTimeField(null=True, help_text="when the official looked at the failures")

    class Meta:
        indexes = [models.Index(fields=["by", "-created_at"], name="bulk_act_of_person")]

    def __str__(self) -> str:
        return f"{self.act} × {self.total}"


class BulkItem(models.Model):
    """One report of a bulk act, and what became of it."""

    class Outcome(models.TextChoices):
        WAITING = ""
        DONE = "done"
        CONFLICT = "conflict"
        REFUSED = "refused"

    bulk = models.ForeignKey(BulkAct, on_delete=models.CASCADE, related_name="items")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.WAITING, blank=True)
    reason = models.CharField(max_length=40, blank=True, help_text="key of ChangeRefused")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["bulk", "report"], name="one_item_per_report")]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.outcome or 'waiting'}"
