"""Published counts of pledges by others, kept as they were published, to be shown beside our own."""

from __future__ import annotations

from django.db import models

from besa.pledges.statuses import Level


class SeriesPoint(models.Model):
    """How many promises of how many mayors stood at which of four levels on a day, and who published it.

    Nothing of single pledges is known: it is shown with its source, and never added to ours.
    """

    publisher = models.CharField(max_length=80, help_text="whose series: GAP Institute")
    term = models.CharField(max_length=20, help_text="of the mandates: 2021-2025")
    as_of = models.DateField()
    municipalities = models.PositiveSmallIntegerField()
    promises = models.PositiveIntegerField(help_text="the denominator: the sum of the four levels")
    fulfilled = models.PositiveIntegerField()
    partially_fulfilled = models.PositiveIntegerField()
    initiated = models.PositiveIntegerField()
    not_initiated = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["term", "as_of"]
        constraints = [
            models.UniqueConstraint(fields=["publisher", "term", "as_of"], name="one_point_per_day"),
            models.CheckConstraint(
                condition=models.Q(
                    promises=models.F("fulfilled")
                    + models.F("partially_fulfilled")
                    + models.F("initiated")
                    + models.F("not_initiated")
                ),
                name="levels_add_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publisher} {self.term} {self.as_of}"

    @property
    def by_level(self) -> dict[Level, int]:
        """The counts by level."""
        return {level: int(getattr(self, level.value)) for level in Level}
