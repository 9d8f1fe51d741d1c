"""The assembly: its sessions, who was there, and how each member voted on what concerns pledges.

What was recorded of a session is never overwritten: attendance (`Roll`) and the count of a vote (`VoteCount`) have
versions, each with the moment at which it was recorded and, from the second on, why: it adds what was missing, or it
corrects.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from besa.core.appended import Appended
from besa.people.models import User
from besa.pledges.models.documents import Document
from besa.pledges.models.offices import Mandate, PublicBody
from besa.pledges.models.pledge import Pledge
from besa.pledges.models.ratings import Correction


class Session(models.Model):
    """One sitting of an assembly. Its agenda, minutes and decisions are archived as any document."""

    body = models.ForeignKey(PublicBody, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(help_text="in its year")
    held_on = models.DateField(help_text="may lie ahead: a session that was called")
    minutes = models.URLField(blank=True, max_length=500, help_text="where the assembly publishes them")
    documents = models.ManyToManyField(Document, related_name="sessions")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "held_on", "number"], name="one_session_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.held_on}"


class Version(Appended):
    """What somebody recorded, and when; a later one says why the one before was wrong."""

    class Kind(models.TextChoices):
        ADDED = "added"
        OUR_ERROR = Correction.Kind.OUR_ERROR.value
        NEW_FACTS = Correction.Kind.NEW_FACTS.value

    version = models.PositiveSmallIntegerField(help_text="1 is the first")
    kind = models.CharField(
        max_length=10,
        blank=True,
        choices=Kind,
        help_text="of a later version; added: nothing that was said before is changed",
    )
    why = models.TextField(blank=True, help_text="of a correction, for everybody")
    language = models.CharField(max_length=8, blank=True, help_text="of `why`")
    digest = models.CharField(max_length=64, help_text="SHA-256 of what it says, as the ledger has it")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        abstract = True


class Roll(Version):
    """Who was at a session, as it was known from a moment on."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="rolls")

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["session", "version"], name="one_roll_per_version"),
            models.CheckConstraint(
                condition=Q(version=1) | Q(kind="added") | ~Q(why=""), name="roll_correction_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"roll {self.version} of session {self.session_id}"


class Attendance(Appended):
    """Whether a member was at a session."""

    class Presence(models.TextChoices):
        PRESENT = "present"
        EXCUSED = "excused"
        ABSENT = "absent"

    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="attendances")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="attendances")
    presence = models.CharField(max_length=8, choices=Presence)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roll", "mandate"], name="one_attendance_per_member")]

    def __str__(self) -> str:
        return f"{self.mandate_id}: {self.presence}"


class Vote(models.Model):
    """One decision of a session (Popolo Motion). What came of it is in its counts."""

    class Result(models.TextChoices):
        PASSED = "passed"
        FAILED = "failed"

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="votes")
    number = models.PositiveSmallIntegerField(help_text="on the agenda")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="one_vote_per_number")]

    def __str__(self) -> str:
        return f"vote {self.number} of session {self.session_id}"


class VoteCount(Version):
    """What came of a vote (Popolo VoteEvent), as it was known from a moment on. A number is null when nobody wrote it
    down; by name, the numbers are those of the ballots."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="counts")
    pledges = models.ManyToManyField(Pledge, related_name="vote_counts")
    motion = models.TextField(help_text="in its own words")
    motion_language = models.CharField(max_length=8)
    result = models.CharField(max_length=8, choices=Vote.Result)
    by_name = models.BooleanField(help_text="whether it is known how each member voted")
    yes = models.PositiveSmallIntegerField(null=True)
    no = models.PositiveSmallIntegerField(null=True)
    abstain = models.PositiveSmallIntegerField(null=True)
    absent = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["version"]
        indexes = [models.Index(fields=["vote", "recorded_at"], name="count_in_time")]
        constraints = [
            models.UniqueConstraint(fields=["vote", "version"], name="one_count_per_version"),
            models.CheckConstraint(
                condition=Q(version=1) | Q(kind="added") | ~Q(why=""), name="count_correction_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"count {self.version} of vote {self.vote_id}"


class Ballot(Appended):
    """How one member voted (Popolo Vote)."""

    class Option(models.TextChoices):
        YES = "yes"
        NO = "no"
        ABSTAIN = "abstain"
        ABSENT = "absent"

    count = models.ForeignKey(VoteCount, on_delete=models.PROTECT, related_name="ballots")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="ballots")
    option = models.CharField(max_length=8, choices=Option)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["count", "mandate"], name="one_ballot_per_member")]

    def __str__(self) -> str:
        return f"{self.mandate_id}: {self.option}"
