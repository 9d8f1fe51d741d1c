"""What was published of a pledge: append-only, with two times, when it is true and when we learnt it."""

from __future__ import annotations

from django.db import models

from besa.core.appended import Appended
from besa.people.models import User
from besa.pledges.models.evidence import Evidence
from besa.pledges.models.pledge import Criterion, Pledge
from besa.pledges.models.rounds import Case


class Rating(Appended):
    """One published verdict, with two times: `effective_on`, since when it is true, and `recorded_at`, when we said so.

    What is recorded later holds from its effective day on. `corrects` names a rating that was wrong: from `recorded_at`
    on this one stands in its place, and what was known before still shows the other. See `queries.bitemporal`.
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="ratings")
    case = models.OneToOneField(Case, null=True, on_delete=models.PROTECT, related_name="rating")
    old = models.CharField(max_length=20, blank=True, help_text="empty for the first one")
    new = models.CharField(max_length=20)
    flags = models.JSONField(default=list)
    reason = models.TextField()
    language = models.CharField(max_length=8)
    other_reasons = models.JSONField(
        default=dict, help_text="where the coders wrote in different languages: by language"
    )
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="ratings")
    evidence = models.ManyToManyField(Evidence, related_name="ratings")
    coders = models.ManyToManyField(User, related_name="+")
    approver = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    method_version = models.CharField(max_length=10)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")

    class Meta:
        ordering = ["recorded_at", "pk"]
        indexes = [models.Index(fields=["pledge", "recorded_at", "effective_on"], name="rating_in_time")]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="rating_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.old or '–'} → {self.new}"


class Correction(Appended):
    """Why a rating was corrected, for the public log: an error of ours, or facts that came to light."""

    class Kind(models.TextChoices):
        OUR_ERROR = "our_error"
        NEW_FACTS = "new_facts"

    rating = models.OneToOneField(
        Rating, on_delete=models.PROTECT, related_name="correction", help_text="the new one"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()
    language = models.CharField(max_length=8)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-published_at"]

    def __str__(self) -> str:
        return f"correction of rating {self.rating_id}"


class CorrectionDraft(models.Model):
    """A correction that one person proposes and another has to approve."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        APPROVED = "approved"
        REFUSED = "refused"

    corrects = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="proposed_corrections")
    kind = models.CharField(max_length=10, choices=Correction.Kind)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    status = models.CharField(max_length=20)
    flags = models.JSONField(default=list)
    effective_on = models.DateField()
    text = models.TextField()
    language = models.CharField(max_length=8)
    evidence = models.ManyToManyField(Evidence, related_name="+")
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_at = models.DateTimeField()
    settled_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["corrects"], name="one_proposal_at_a_time", condition=models.Q(state="proposed")
            )
        ]

    def __str__(self) -> str:
        return f"proposed correction of rating {self.corrects_id}"
