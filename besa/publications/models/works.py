"""A work, the languages it is written in, and the blocks of each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from besa.people.models import Organisation, User
from besa.places.models import Municipality


class Publication(models.Model):
    """One work of an organisation. It is written in one language first, and translated from there."""

    class Kind(models.TextChoices):
        MONITORING_REPORT = "monitoring_report"
        POLICY_ANALYSIS = "policy_analysis"
        INFOGRAPHIC_PAGE = "infographic_page"
        NEWS = "news"
        MANUAL = "manual"

    uid = models.CharField(max_length=10, unique=True, help_text="opaque; its name on the ledger")
    slug = models.SlugField(max_length=80, unique=True, help_text="its name in addresses; never changes")
    kind = models.CharField(max_length=20, choices=Kind)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="publications")
    municipality = models.ForeignKey(
        Municipality, null=True, on_delete=models.PROTECT, related_name="publications"
    )
    original_language = models.CharField(max_length=8, help_text="in which it is written first")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.slug


class Edition(models.Model):
    """One language of a publication.

    What everybody reads is `public_revision`, whatever the state: while a new revision is written, reviewed and
    approved, the published one stays. Blocks change in the state "draft" only.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        IN_REVIEW = "in_review"
        APPROVED = "approved"
        SCHEDULED = "scheduled"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="editions")
    language = models.CharField(max_length=8, help_text="one of the languages that are authored")
    title = models.CharField(max_length=200)
    subtitle = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True)
    authors = models.JSONField(default=list, help_text="names, as they are written in this language")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1, help_text="of title, subtitle, summary and authors")
    submitted_revision = models.ForeignKey(
        "Revision", null=True, on_delete=models.PROTECT, related_name="+", help_text="what is reviewed"
    )
    publish_at = models.DateTimeField(null=True, help_text="the hour, in the state scheduled")
    public_revision = models.ForeignKey(
        "Revision", null=True, on_delete=models.PROTECT, related_name="+", help_text="what everybody reads"
    )
    first_published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True, help_text="public")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["publication", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "language"], name="one_edition_per_language"),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(publish_at__isnull=False), name="scheduled_has_an_hour"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("published", "withdrawn")) | Q(public_revision__isnull=False),
                name="published_has_a_revision",
            ),
        ]
        indexes = [
            models.Index(fields=["publish_at"], name="edition_due", condition=Q(state="scheduled")),
            models.Index(
                fields=["-first_published_at"],
                name="edition_public",
                condition=Q(public_revision__isnull=False, withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.language}"

    @property
    def is_original(self) -> bool:
        """Whether it was written first, and the others are translated from it."""
        return self.language == self.publication.original_language

    @property
    def is_public(self) -> bool:
        """Whether everybody may read its public revision."""
        return self.public_revision_id is not None and self.withdrawn_at is None

    @property
    def is_open(self) -> bool:
        """Whether its blocks may be changed now."""
        return self.state == self.State.DRAFT


class Block(models.Model):
    """One part of an edition. `uid` is the same in all languages, so that translations pair up."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="blocks")
    uid = models.CharField(max_length=10)
    rank = models.PositiveIntegerField(help_text="its place; only the order counts")
    kind = models.CharField(max_length=12, help_text="key of blocks.KINDS")
    data = models.JSONField(help_text="as blocks.parse reads it")
    version = models.PositiveIntegerField(default=1, help_text="of the data; a place is not part of it")
    source_digest = models.CharField(
        max_length=64,
        blank=True,
        help_text="of the original's block when this was translated; empty: not yet, or this is the original",
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "uid"], name="one_block_per_uid")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"
