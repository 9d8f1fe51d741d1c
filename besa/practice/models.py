"""How far somebody has come. The practice reports themselves are rows of `reports.Report`, see decision 0024."""

from __future__ import annotations

from django.db import models

from besa.people.models import User
from besa.places.models import Municipality


class Course(models.Model):
    """One person's practice, in one municipality. Each `round` has practice reports of its own."""

    trainee = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="practice_course", primary_key=True
    )
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    begun_at = models.DateTimeField()
    round = models.PositiveSmallIntegerField(default=0, help_text="how many times reports were made")
    made_at = models.DateTimeField(
        null=True, help_text="when those of this round were; None when none are left"
    )
    active_at = models.DateTimeField(help_text="when the trainee last practised")

    class Meta:
        indexes = [models.Index(fields=["municipality", "-active_at"], name="practice_in_municipality")]

    def __str__(self) -> str:
        return f"practice of {self.trainee_id}, round {self.round}"


class Progress(models.Model):
    """One exercise of one round: how often it was tried, and when it was done."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="progress")
    round = models.PositiveSmallIntegerField()
    exercise = models.CharField(max_length=20, help_text="key from exercises.py")
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text="acts while it was the exercise to do, the one that did it included"
    )
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "round", "exercise"], name="one_progress_per_exercise")
        ]

    def __str__(self) -> str:
        return f"{self.exercise}: {'done' if self.done_at else self.attempts}"
