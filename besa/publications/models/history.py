"""What an edition said, and who stood for it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from besa.core.appended import Appended
from besa.people.models import User
from besa.publications.models.works import Edition


class Revision(Appended):
    """An edition as it was at one moment: saved, given to the reviewers, or published with its figures.

    `content` holds `title`, `subtitle`, `summary`, `authors` and `blocks` (each with `uid`, `kind`, `data`, and in a
    translation `source`, the digest of the original's block that it renders); `digest` is its SHA-256 in canonical
    JSON. `figures` are the numbers as they were frozen at publication. `number` counts all that was kept, for those
    who write; readers know what was published by its `version` alone, in words and in addresses.
    """

    class Occasion(models.TextChoices):
        SAVED = "saved"
        SUBMITTED = "submitted"
        PUBLISHED = "published"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField(
        null=True, help_text="what everybody reads is counted from 1; nothing else has one"
    )
    occasion = models.CharField(max_length=10, choices=Occasion)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    figures = models.JSONField(default=list)
    as_of = models.DateTimeField(null=True, help_text="when the figures were frozen")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_revision_per_number"),
            models.UniqueConstraint(fields=["edition", "version"], name="one_revision_per_version"),
            models.CheckConstraint(
                condition=Q(occasion="published", version__gte=1)
                | (~Q(occasion="published") & Q(version__isnull=True)),
                name="published_has_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(occasion="published") | Q(as_of__isnull=False),
                name="published_figures_are_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.edition_id}"


class Approval(Appended):
    """One of the two different people who stand for what was submitted. There are two seats, and nobody has both."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="approvals")
    seat = models.PositiveSmallIntegerField(help_text="1 or 2")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["seat"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "by"], name="nobody_approves_twice"),
            models.UniqueConstraint(fields=["revision", "seat"], name="one_person_per_seat"),
            models.CheckConstraint(condition=Q(seat__in=(1, 2)), name="two_seats"),
        ]

    def __str__(self) -> str:
        return f"approval {self.seat} of {self.revision_id}"


class Correction(models.Model):
    """What was wrong in a published revision, for everybody to read. Public as soon as `revision` is."""

    class Kind(models.TextChoices):
        OUR_ERROR = "our_error"
        NEW_FACTS = "new_facts"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField(help_text="in the edition's language")
    revision = models.ForeignKey(
        Revision, null=True, on_delete=models.CASCADE, related_name="corrections", help_text="that brings it"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"correction {self.pk} of {self.edition_id}"
