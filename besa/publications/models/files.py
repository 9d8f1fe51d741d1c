"""Photos and files of a publication. Nobody sees one before the worker has drawn or read it in a limited process."""

from __future__ import annotations

from django.db import models

from besa.core.images.checks import REASONS
from besa.people.models import User
from besa.pledges.models import Document
from besa.publications.models.works import Publication


class Photo(models.Model):
    """A photo, re-drawn without a byte of its metadata. What was sent is deleted once it is drawn."""

    class State(models.TextChoices):
        WAITING = "waiting"
        READY = "ready"
        REFUSED = "refused"

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="photos")
    key = models.CharField(max_length=32, unique=True, help_text="random; the name of its files")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    refusal = models.CharField(max_length=40, blank=True, help_text="key of core.images.REASONS")
    width = models.PositiveIntegerField(default=0, help_text="in pixels, of the largest size")
    height = models.PositiveIntegerField(default=0)
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-added_at"]

    def __str__(self) -> str:
        return f"photo {self.key}"

    @property
    def is_ready(self) -> bool:
        """Whether it may be shown."""
        return self.state == self.State.READY

    @property
    def refusal_text(self) -> str:
        """Why it could not be drawn, in the reader's language."""
        return str(REASONS.get(self.refusal, self.refusal))


class Attachment(models.Model):
    """A file that readers may take with them, kept and checked as the archived files of pledges are."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="attachments")
    uid = models.CharField(max_length=10, unique=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-added_at"]

    def __str__(self) -> str:
        return f"file {self.uid}"
