"""Editions of the files with all public reports."""

from __future__ import annotations

from django.db import models


class Edition(models.Model):
    """All files as of one moment. One at a time is made, one is published; the files are in a folder of its own."""

    class State(models.TextChoices):
        BUILDING = "building"
        PUBLISHED = "published"
        REPLACED = "replaced"

    as_of = models.DateTimeField(help_text="when the building began: nothing later is promised to be in it")
    state = models.CharField(max_length=10, choices=State, default=State.BUILDING)
    last_pk = models.BigIntegerField(default=0, help_text="reports up to this number are written")
    rows = models.PositiveBigIntegerField(default=0)
    expected = models.PositiveBigIntegerField(default=0, help_text="rows, as counted at the start")
    all_written = models.BooleanField(default=False, help_text="only Parquet and the sums are missing")
    sizes = models.JSONField(default=dict, help_text="file → bytes that are surely written")
    counts = models.JSONField(default=dict, help_text="scope → rows")
    sums = models.JSONField(default=dict, help_text="file → SHA-256, hexadecimal")
    leased_until = models.DateTimeField(null=True, help_text="until when nobody else may go on")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                name="one_edition_in_work",
                condition=models.Q(state="building"),
            ),
            models.UniqueConstraint(
                fields=["state"],
                name="one_edition_published",
                condition=models.Q(state="published"),
            ),
        ]

    def __str__(self) -> str:
        return f"edition of {self.as_of}"

    @property
    def per_cent(self) -> int:
        """How far it is; the last tenth is for Parquet and the sums."""
        return min(90, 90 * self.rows // max(1, self.expected)) if self.state == self.State.BUILDING else 100
