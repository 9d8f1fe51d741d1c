"""A monitoring round: who codes what, what each found without seeing the other, and what was decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from besa.core.appended import Appended
from besa.people.models import Organisation, User
from besa.pledges.models.evidence import Evidence
from besa.pledges.models.offices import Mandate
from besa.pledges.models.pledge import Criterion, Pledge
from besa.pledges.statuses import Status

#: statuses as the choices of a column
_STATUSES = [(status.value, status.value) for status in Status]


class Round(models.Model):
    """One look at all pledges of a mandate, as of a day. `wave` counts how often they had to be coded."""

    class State(models.TextChoices):
        CODING = "coding"
        DECIDED = "decided"
        WITH_OFFICE = "with_office"
        ANSWERED = "answered"
        APPROVED = "approved"
        PUBLISHED = "published"

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="rounds")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    as_of = models.DateField(help_text="the day of which the ratings tell")
    state = models.CharField(max_length=12, choices=State, default=State.CODING)
    wave = models.PositiveSmallIntegerField(default=1)
    coded_again_because = models.TextField(blank=True, help_text="what was unclear before the newest wave")
    method_version = models.CharField(max_length=10)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["mandate", "number"], name="one_round_per_number"),
            models.UniqueConstraint(
                fields=["mandate"], name="one_round_at_a_time", condition=~Q(state="published")
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.number} of {self.mandate_id}"


class Case(models.Model):
    """One pledge in one round: from two codings to a verdict. The verdict is that of its newest `Adjudication`."""

    class State(models.TextChoices):
        CODING = "coding"
        DISPUTED = "disputed"
        DECIDED = "decided"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="cases")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="cases")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="cases")
    state = models.CharField(max_length=10, choices=State, default=State.CODING)

    class Meta:
        ordering = ["pledge__number"]
        constraints = [models.UniqueConstraint(fields=["round", "pledge"], name="one_case_per_pledge")]

    def __str__(self) -> str:
        return f"case of pledge {self.pledge_id} in round {self.round_id}"


class Assignment(models.Model):
    """Somebody codes or adjudicates a case in one wave. Nobody does both, and nobody twice."""

    class Task(models.TextChoices):
        CODE = "code"
        ADJUDICATE = "adjudicate"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="assignments")
    task = models.CharField(max_length=10, choices=Task)
    wave = models.PositiveSmallIntegerField(default=1)
    assigned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "user", "wave"], name="one_task_per_person"),
            models.UniqueConstraint(
                fields=["case", "wave"], name="one_adjudicator_per_case", condition=Q(task="adjudicate")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} case {self.case_id}"


class Judgement(Appended):
    """A status with its flags, its reason and its evidence."""

    status = models.CharField(max_length=20, choices=_STATUSES)
    flags = models.JSONField(default=list)
    effective_on = models.DateField(help_text="since when it is true")
    reason = models.TextField()
    language = models.CharField(max_length=8)
    evidence = models.ManyToManyField(Evidence, related_name="+")

    class Meta:
        abstract = True


class Coding(Judgement):
    """What one coder found, alone. Nobody but the coder reads it before the other's is there too."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="codings")
    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="coding")
    wave = models.PositiveSmallIntegerField()
    coded_at = models.DateTimeField()

    class Meta:
        ordering = ["coded_at", "pk"]

    def __str__(self) -> str:
        return f"coding {self.pk} of case {self.case_id}"


class Adjudication(Judgement):
    """The verdict on a case; the newest holds. `by` is null where both coders agreed."""

    class Cause(models.TextChoices):
        AGREED = "agreed"
        EVIDENCE_MISSED = "evidence_missed"
        EVIDENCE_WEIGHED = "evidence_weighed"
        CRITERION_UNCLEAR = "criterion_unclear"
        DATE_MISREAD = "date_misread"
        MISTAKE = "mistake"
        AFTER_REPLY = "after_reply"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="adjudications")
    wave = models.PositiveSmallIntegerField()
    other_reasons = models.JSONField(
        default=dict, help_text="where the coders wrote in different languages: by language"
    )
    cause = models.CharField(
        max_length=20, choices=Cause, help_text="why the coders disagreed, or what changed"
    )
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"verdict {self.status} on case {self.case_id}"
