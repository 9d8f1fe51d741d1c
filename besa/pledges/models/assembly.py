"""The assembly: its sessions, who was there, and how each member voted on what concerns pledges."""

from __future__ import annotations

from django.db import models

from besa.pledges.models.offices import Mandate, PublicBody
from besa.pledges.models.pledge import Pledge


class Session(models.Model):
    """One sitting of an assembly."""

    body = models.ForeignKey(PublicBody, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(help_text="in its year")
    held_on = models.DateField()
    minutes = models.URLField(blank=True)

    class Meta:
        ordering = ["-held_on"]
        constraints = [
            models.UniqueConstraint(fields=["body", "held_on", "number"], name="one_session_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.held_on}"


class Attendance(models.Model):
    """Whether a member was at a session."""

    class Presence(models.TextChoices):
        PRESENT = "present"
        EXCUSED = "excused"
        ABSENT = "absent"

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="attendances")
    presence = models.CharField(max_length=8, choices=Presence)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "mandate"], name="one_attendance_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.mandate_id}: {self.presence}"


class Vote(models.Model):
    """One decision of a session (Popolo Motion with its VoteEvent), in its own words."""

    class Result(models.TextChoices):
        PASSED = "passed"
        FAILED = "failed"

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="votes")
    number = models.PositiveSmallIntegerField(help_text="on the agenda")
    motion = models.TextField()
    language = models.CharField(max_length=8)
    result = models.CharField(max_length=8, choices=Result)
    pledges = models.ManyToManyField(Pledge, related_name="votes")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="one_vote_per_number")]

    def __str__(self) -> str:
        return f"vote {self.number} of session {self.session_id}"


class Ballot(models.Model):
    """How one member voted (Popolo Vote)."""

    class Option(models.TextChoices):
        YES = "yes"
        NO = "no"
        ABSTAIN = "abstain"
        ABSENT = "absent"

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="ballots")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="ballots")
    option = models.CharField(max_length=8, choices=Option)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "mandate"], name="one_ballot_per_member")]

    def __str__(self) -> str:
        return f"{self.mandate_id}: {self.option}"
