"""What is kept of public reports so that any figure can be counted in milliseconds, and what is made of figures.

Nothing here is the truth: all of it is made again from reports and their transitions (`services.keeping`).
"""

from __future__ import annotations

from django.db import models

from besa.people.models import Organisation


class FactChange(models.Model):
    """A note that something about a public report has changed. Written by the database's own triggers.

    The triggers (`triggers.py`) see every way in which a report can change, bulk SQL included, so that no service
    can forget one. A note says which report to read again, and nothing else.
    """

    municipality = models.BigIntegerField()
    report = models.BigIntegerField()
    stamp = models.BigIntegerField(default=0, help_text="the transaction, on PostgreSQL; see marks.py")

    class Meta:
        indexes = [
            models.Index(fields=["stamp"], name="factchange_stamp", condition=models.Q(stamp__gt=0)),
        ]

    def __str__(self) -> str:
        return f"report {self.report}"


class FactLog(models.Model):
    """One row: which notes are gone, and which generation of kept facts is valid."""

    ONLY = 1

    generation = models.CharField(max_length=32, help_text="changes when all that is kept must be forgotten")
    pruned = models.BigIntegerField(default=0, help_text="notes before this mark may have been deleted")

    def __str__(self) -> str:
        return self.generation


class FactBlock(models.Model):
    """All facts of one municipality's public reports, as arrays, as they were at a mark; see `columns.py`."""

    municipality = models.BigIntegerField(primary_key=True)
    mark = models.BigIntegerField()
    reports = models.PositiveIntegerField()
    content = models.BinaryField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.municipality}: {self.reports} at {self.mark}"


class Edition(models.Model):
    """A set of files that is made once for what it says: an infographic, or posters and stickers.

    `content` holds what was computed when it was ordered: texts and public numbers, nothing about a person. Another
    number makes another `key`, and so another edition of the same `series`.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        READY = "ready"
        FAILED = "failed"

    key = models.CharField(
        max_length=64, unique=True, help_text="digest of the design and of all that it says"
    )
    series = models.CharField(
        max_length=200, help_text="what its stable address names, see editions.series_of"
    )
    kind = models.CharField(max_length=20, help_text="key of editions.KINDS")
    content = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveSmallIntegerField(default=0, help_text="files made so far")
    total = models.PositiveSmallIntegerField()
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["series", "state", "-created_at"], name="edition_newest")]

    def __str__(self) -> str:
        return f"{self.series} {self.key[:8]}"


class Arrangement(models.Model):
    """How an organisation words and orders an infographic. It holds no number: those are computed when it is made."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="arrangements")
    template = models.CharField(max_length=20, help_text="key of infographics.templates.TEMPLATES")
    subject = models.CharField(max_length=120, help_text="slug or uid that the template is about")
    words = models.JSONField(default=dict, help_text="{language: {title, lead, note}}, numbers as {names}")
    order = models.JSONField(default=list, help_text="keys that come first, in this order")
    accents = models.JSONField(default=list, help_text="keys that are marked")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "template", "subject"], name="one_arrangement_per_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.subject}"


class SurveyFinding(models.Model):
    """One question of a survey with its answers, as its file was checked; never changed, only taken back."""

    uid = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="findings")
    content = models.JSONField(help_text="infographics.finding.Finding")
    sha256 = models.CharField(max_length=64, help_text="of the file that was given")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sha256"], name="one_finding_per_file")
        ]

    def __str__(self) -> str:
        return self.uid
