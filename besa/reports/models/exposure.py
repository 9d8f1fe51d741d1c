"""What is derived from public reports: counts for the map and the boards, change stamps, words to find.

Nothing here is the truth: `exposure.rebuild_exposure` makes all of it again from `Report`.
"""

from __future__ import annotations

from django.db import models

from besa.reports.models.report import Report


class TileCount(models.Model):
    """How many public reports lie in a cell: what low zooms read instead of a million rows.

    `category` 0 and `state` "" stand for all, `week` 0 for all time; every combination that is read is kept.
    On SQLite the table is WITHOUT ROWID (a migration by hand), so a tile is one range of one B-tree.
    """

    pk = models.CompositePrimaryKey("level", "category", "state", "week", "prefix")
    level = models.PositiveSmallIntegerField(help_text="zoom level of the cell")
    category = models.BigIntegerField()
    state = models.CharField(max_length=16)
    week = models.PositiveSmallIntegerField()
    prefix = models.BigIntegerField(help_text="Z-order number of the cell at its level")
    n = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.level}/{self.prefix}: {self.n}"


class StateCount(models.Model):
    """How many public reports of a category a municipality has in each state: what its board reads."""

    pk = models.CompositePrimaryKey("municipality", "category", "state")
    municipality = models.BigIntegerField()
    category = models.BigIntegerField()
    state = models.CharField(max_length=16)
    n = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.municipality} {self.category} {self.state}: {self.n}"


class DayCount(models.Model):
    """What was added to, or taken from, the number of public reports of a kind and a day; the sum is the number.

    Rows are noted by triggers; the kinds are in `besa.reports.day_counts`, days are those of UTC. Nobody waits for
    anybody else to add a row, and the worker makes one of many.
    """

    municipality = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    day = models.DateField()
    n = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["municipality", "kind", "day", "n"], name="day_count")]

    def __str__(self) -> str:
        return f"{self.municipality} {self.kind} {self.day}: {self.n:+}"


class TileStamp(models.Model):
    """Counts the changes of what is public in a large cell, so that a tile's ETag costs one small read."""

    prefix = models.BigIntegerField(primary_key=True, help_text="Z-order number of the cell")
    changes = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.prefix}: {self.changes}"


class SearchText(models.Model):
    """The folded words by which a public report is found; a report that is not public has no row.

    The full text index over it (FTS5 on SQLite, GIN on PostgreSQL) is made by a migration by hand.
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="+")
    words = models.TextField()

    def __str__(self) -> str:
        return f"words of {self.report_id}"
