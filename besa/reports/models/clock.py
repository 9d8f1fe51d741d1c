"""The clock of a report: what was promised, when it stood still, who was reminded. All rows are append-only or dated,
so that every deadline can be counted again and explained."""

from __future__ import annotations

from django.db import models

from besa.people.models import User
from besa.places.models import Municipality
from besa.reports.models.category import Category
from besa.reports.models.report import Report
from besa.reports.models.story import Transition, Update


class Unit(models.TextChoices):
    """In what a deadline is counted."""

    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    HOURS = "hours"
    DAYS = "days"


class Deadline(models.TextChoices):
    """What a municipality owes by when."""

    RESPONSE = "response"
    FIX = "fix"


class DeadlineRule(models.Model):
    """What a municipality promises for a category (or, without one, for all that have no promise of their own).

    It holds for reports whose time begins while it is the newest. Rows are never changed: a promise once given stays.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="deadline_rules")
    category = models.ForeignKey(
        Category, null=True, on_delete=models.CASCADE, related_name="deadline_rules", db_index=False
    )
    follows_common = models.BooleanField(
        default=False, help_text="the category has no promise of its own any more; the numbers mean nothing"
    )
    response_amount = models.PositiveIntegerField()
    response_unit = models.CharField(max_length=16, choices=Unit)
    fix_amount = models.PositiveIntegerField()
    fix_unit = models.CharField(max_length=16, choices=Unit)
    valid_from = models.DateTimeField()
    set_by = models.CharField(max_length=20, help_text="role; the ledger has the act")

    class Meta:
        ordering = ["valid_from", "pk"]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.category_id} from {self.valid_from}"


class Pause(models.Model):
    """A time in which the clock of a report stands still, publicly and for a reason.

    Without `ended_at` it ends by itself at `until`, and the deadlines in the report's row already say so.
    """

    class Reason(models.TextChoices):
        CITIZEN = "citizen"
        OTHER_BODY = "other_body"
        WEATHER = "weather"

    class End(models.TextChoices):
        OFFICIAL = "official"
        CITIZEN = "citizen"
        CHANGE = "change"
        TIME = "time"

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=16, choices=Reason)
    body = models.CharField(max_length=160, blank=True, help_text="for whom one waits; public")
    started_at = models.DateTimeField()
    until = models.DateTimeField(help_text="it ends by itself then")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=10, choices=End, blank=True)
    role = models.CharField(max_length=20)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, db_index=False)
    update = models.ForeignKey(Update, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    reminded_at = models.DateTimeField(null=True, help_text="whoever paused was told that it ends soon")

    class Meta:
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"], name="one_pause_at_a_time", condition=models.Q(ended_at__isnull=True)
            )
        ]
        indexes = [
            models.Index(fields=["until"], name="pause_running", condition=models.Q(ended_at__isnull=True)),
            *(
                models.Index(
                    fields=[name], name=f"pause_{name}", condition=models.Q(**{f"{name}__isnull": False})
                )
                for name in ("by", "update")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} since {self.started_at}"


class PauseLimit(models.Model):
    """How many days a pause may last at most in a municipality; without a row the default holds."""

    #: days, by reason
    DEFAULTS = {Pause.Reason.CITIZEN: 14, Pause.Reason.OTHER_BODY: 30, Pause.Reason.WEATHER: 30}

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="pause_limits")
    reason = models.CharField(max_length=16, choices=Pause.Reason)
    days = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "reason"], name="one_limit_per_reason")
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.days}"


class EscalationStep(models.Model):
    """Who is reminded of a deadline that comes near or has passed, and when."""

    class Target(models.TextChoices):
        OFFICER = "officer"
        COORDINATOR = "coordinator"
        MAYOR = "mayor"

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="escalation_steps")
    deadline = models.CharField(max_length=10, choices=Deadline)
    target = models.CharField(max_length=12, choices=Target)
    working_days = models.SmallIntegerField(help_text="after the deadline; before it when negative")
    email = models.EmailField(blank=True, help_text="of the mayor's office")
    since = models.DateTimeField(help_text="nothing that fell due before is mailed")
    until = models.DateTimeField(null=True, help_text="switched off")

    class Meta:
        ordering = ["deadline", "working_days", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "deadline", "target", "working_days"],
                name="one_step_at_a_time",
                condition=models.Q(until__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.working_days:+} of {self.deadline}"

    @property
    def days_before(self) -> int:
        """How many working days before the deadline; negative after it."""
        return -self.working_days


class Reminder(models.Model):
    """A step that was taken for a report: once for each date it was due on."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="reminders")
    step = models.ForeignKey(
        EscalationStep, on_delete=models.CASCADE, related_name="reminders", db_index=False
    )
    due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["step", "report", "due_at"], name="one_reminder_per_date")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} step {self.step_id}"


class FixQuestion(models.Model):
    """ "Is it fixed?" was asked again, weeks after the municipality said so."""

    fixing = models.OneToOneField(Transition, on_delete=models.CASCADE, related_name="later_question")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"asked again about {self.fixing_id}"
