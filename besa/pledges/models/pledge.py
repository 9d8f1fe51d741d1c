"""Pledges, the frozen lists they stand on, and the criteria by which they are judged."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from besa.core.appended import Appended
from besa.people.models import Department, Organisation, User
from besa.places.models import Municipality, Place
from besa.pledges.models.documents import Programme
from besa.pledges.models.offices import Mandate, Person, PublicBody
from besa.pledges.statuses import Status


class Baseline(Appended):
    """A list that was frozen. A mandate's first is its baseline; what a later one adds is marked as added later."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="baselines")
    number = models.PositiveSmallIntegerField(help_text="1 is the baseline")
    frozen_on = models.DateField()
    frozen_at = models.DateTimeField()
    method_version = models.CharField(max_length=10)
    digest = models.CharField(
        max_length=64, help_text="SHA-256 of the list in canonical JSON, as the ledger has it"
    )
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["mandate", "number"], name="one_baseline_per_number")]

    def __str__(self) -> str:
        return f"list {self.number} of {self.mandate_id}"


class Pledge(models.Model):
    """One thing promised: the words, where they stand, by when, and what would be needed to test them.

    `status`, `flags`, `rated_on` and `checked_at` repeat the newest rating, for lists; the truth is the `Rating` rows.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        FROZEN = "frozen"
        SPLIT = "split"
        MERGED = "merged"
        DROPPED = "dropped"

    uid = models.CharField(
        max_length=10, unique=True, help_text="opaque; its name in addresses and on the ledger"
    )
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="pledges")
    programme = models.ForeignKey(Programme, null=True, on_delete=models.PROTECT, related_name="pledges")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    number = models.PositiveSmallIntegerField(null=True, help_text="on the frozen list; never given twice")

    quote = models.TextField(help_text="word for word, in its own language")
    language = models.CharField(max_length=8)
    page = models.PositiveSmallIntegerField(null=True, help_text="of the programme, from 1")
    starts_at = models.PositiveIntegerField(
        null=True, help_text="letters before the quote in the page's text"
    )
    second = models.PositiveIntegerField(null=True, help_text="of a recording, from its beginning")
    source_url = models.URLField(max_length=1000, blank=True, help_text="when it stands in no programme")
    source_date = models.DateField(null=True, help_text="when it was said")

    titles = models.JSONField(default=dict, help_text="a short plain name by language")
    area = models.CharField(max_length=20, help_text="key of areas.AREAS")
    places = models.ManyToManyField(Place, related_name="pledges")
    department = models.ForeignKey(Department, null=True, on_delete=models.SET_NULL, related_name="pledges")
    budget = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, help_text="promised, in `currency`"
    )
    currency = models.CharField(max_length=3, blank=True, help_text="EUR or ALL")
    due_on = models.DateField(null=True, help_text="null: the end of the term")

    testability = models.JSONField(default=dict, help_text="key of testability.QUESTIONS → yes or no")
    unratable_reasons = models.JSONField(
        default=list, help_text="keys of testability.QUESTIONS that were answered no"
    )
    testability_note = models.TextField(blank=True)

    baseline = models.ForeignKey(Baseline, null=True, on_delete=models.PROTECT, related_name="pledges")
    added_later = models.BooleanField(default=False, help_text="frozen after the baseline")
    split_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="duplicates")

    status = models.CharField(
        max_length=20, blank=True, help_text="key of statuses.STATUSES; empty: not rated yet"
    )
    flags = models.JSONField(default=list)
    rated_on = models.DateField(null=True, help_text="since when the status is true")
    checked_at = models.DateTimeField(null=True, help_text="when a round last came to a result")

    folded = models.TextField(help_text="quote and titles, folded for search and for finding duplicates")
    drafted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="of the draft; nothing of a frozen pledge's words changes")

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["mandate", "number"], name="one_pledge_per_number"),
            models.CheckConstraint(
                condition=~Q(state="frozen") | Q(number__isnull=False, baseline__isnull=False),
                name="frozen_is_on_a_list",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="not_merged_into_itself"),
        ]
        indexes = [
            models.Index(fields=["mandate", "state", "number"], name="pledge_list"),
            models.Index(fields=["mandate", "state", "area", "status"], name="pledge_glance"),
        ]

    def __str__(self) -> str:
        return f"pledge {self.uid}"

    @property
    def due(self) -> date:
        """The day by which it is due: its own, or the last of the term."""
        return self.due_on or self.mandate.term_ends

    @property
    def is_frozen(self) -> bool:
        """Whether it stands on a published list."""
        return self.state == self.State.FROZEN

    @property
    def is_ratable(self) -> bool:
        """Whether the gate let it through; the others stay on the list with the reason."""
        return not self.unratable_reasons

    @property
    def standing(self) -> str:
        """The status as everybody reads it: a frozen pledge that failed the gate cannot be rated."""
        return Status.UNRATABLE.value if self.is_frozen and not self.is_ratable else self.status


class Criterion(models.Model):
    """What has to be seen for the pledge to count as fulfilled. A new version says why; old ratings keep theirs.

    It can be changed while its list is a draft, and never once it is published.
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="criteria")
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8)
    fulfilled_when = models.TextField()
    partly_when = models.TextField(blank=True)
    reason = models.TextField(blank=True, help_text="of a later version")
    published_at = models.DateTimeField(null=True, help_text="null while the list is a draft")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "version"], name="one_criterion_per_version")
        ]

    def __str__(self) -> str:
        return f"criterion {self.version} of {self.pledge_id}"


class ConflictOfInterest(models.Model):
    """Why somebody may not judge: they advocate on a subject, are paid by it, related to it or of its party."""

    class Kind(models.TextChoices):
        ADVOCATES = "advocates"
        FUNDED = "funded"
        EMPLOYED = "employed"
        FAMILY = "family"
        PARTY = "party"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="conflicts")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="conflicts")
    kind = models.CharField(max_length=10, choices=Kind)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="conflicts")
    party = models.ForeignKey(PublicBody, null=True, on_delete=models.CASCADE, related_name="conflicts")
    municipality = models.ForeignKey(
        Municipality, null=True, on_delete=models.CASCADE, related_name="conflicts"
    )
    area = models.CharField(max_length=20, blank=True, help_text="only pledges of this area; empty: all")
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(party__isnull=False) | Q(municipality__isnull=False),
                name="conflict_names_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"
