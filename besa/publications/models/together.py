"""What several people at one text need: what reviewers say, and the text of whoever saved second."""

from __future__ import annotations

from django.db import models

from besa.people.models import User
from besa.publications.models.works import Edition


class Comment(models.Model):
    """What a reviewer says of a block, or (`block` empty) of the whole edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="comments")
    block = models.CharField(max_length=10, blank=True, help_text="uid; the block may be gone since")
    text = models.TextField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.edition_id}"


class Conflict(models.Model):
    """What somebody wrote while a colleague changed or deleted the same block. Kept until somebody decides."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="conflicts")
    block = models.CharField(max_length=10, help_text="uid; the block may be gone")
    kind = models.CharField(max_length=12)
    data = models.JSONField(help_text="what the second one wrote")
    seen = models.PositiveIntegerField(help_text="the version they began with")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"conflict on {self.block}"
