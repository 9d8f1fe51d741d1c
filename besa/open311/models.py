"""Keys of programs that send reports."""

from __future__ import annotations

from django.db import models

from besa.places.models import Municipality


class Scope(models.TextChoices):
    """What a key lets a program do."""

    REPORT = "report"


class ApiKey(models.Model):
    """A program's permission. Only a hash is kept: 256 random bits need no salt and no slow hash."""

    PER_HOUR = 120

    name = models.SlugField(max_length=60, unique=True, help_text="of the program; it is public")
    key_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256, hexadecimal")
    municipality = models.ForeignKey(
        Municipality,
        null=True,
        on_delete=models.CASCADE,
        related_name="api_keys",
        help_text="the only one it may send to; none is all",
    )
    scopes = models.JSONField(default=list, help_text="values of Scope")
    per_hour = models.PositiveIntegerField(default=PER_HOUR, help_text="reports in an hour, and at once")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
