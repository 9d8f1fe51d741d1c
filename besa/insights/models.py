"""What is kept of public reports so that any figure can be counted in milliseconds.

Nothing here is the truth: all of it is made again from reports and their transitions (`services.keeping`).
"""

from __future__ import annotations

from django.db import models


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
