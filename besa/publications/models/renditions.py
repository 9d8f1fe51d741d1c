"""Files that publications are made into, kept while they are of use."""

from __future__ import annotations

from django.db import models

from besa.publications.models.history import Revision
from besa.publications.models.works import Edition


class Rendition(models.Model):
    """One file of a revision, or (`revision` empty) of a draft as it was when somebody asked. Made by the worker.

    Nothing here is the truth: any of it can be made again. `key` names its folder.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        READY = "ready"
        FAILED = "failed"

    key = models.CharField(max_length=64, unique=True, help_text="digest of what, in which form and design")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="renditions")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.CASCADE, related_name="renditions")
    language = models.CharField(max_length=8, help_text="the edition's, or Serbian Latin of a Serbian one")
    brand = models.CharField(max_length=20)
    format = models.CharField(max_length=10, help_text="key of outputs.FORMATS")
    design = models.PositiveSmallIntegerField(help_text="of the format, see outputs.formats")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveSmallIntegerField(default=0, help_text="steps of outputs.STEPS")
    problems = models.JSONField(default=list, help_text="what the editor must put right, see outputs.checks")
    error = models.TextField(blank=True, help_text="for who looks after Besa")
    size = models.PositiveIntegerField(default=0, help_text="bytes")
    ordered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["edition", "format", "-ordered_at"], name="rendition_newest")]

    def __str__(self) -> str:
        return f"{self.format} of {self.edition_id} {self.key[:8]}"

    @property
    def is_ready(self) -> bool:
        """Whether its file is there."""
        return self.state == self.State.READY
