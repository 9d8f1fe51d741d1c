"""Bringing in reports that were made elsewhere."""

from __future__ import annotations

from django.db import models


class ImportRun(models.Model):
    """One file's import: how far it got, so that it can go on after it was stopped."""

    source = models.CharField(max_length=40)
    file_hash = models.CharField(max_length=64)
    settings_hash = models.CharField(max_length=64)
    rows_done = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "file_hash", "settings_hash"], name="one_run_per_file")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.rows_done}"
