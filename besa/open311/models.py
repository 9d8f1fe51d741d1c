"""Keys of programs, and what is exchanged with other systems."""

from __future__ import annotations

from django.db import models

from besa.places.models import Municipality
from besa.reports.models import Report, Update


class Scope(models.TextChoices):
    """What a key lets a program do."""

    REPORT = "report"
    UPDATE = "update"


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
    per_hour = models.PositiveIntegerField(
        default=PER_HOUR, help_text="reports and updates in an hour, and at once"
    )
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Origin(models.Model):
    """Where a report that another system sent was made first; see `origins.py`."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="+")
    text = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.text


class ForeignRequest(models.Model):
    """A report of ours as another system keeps it. It is asked about until it is long over."""

    key = models.CharField(max_length=40, unique=True, help_text="of the delivery's round: sent once")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="foreign_requests")
    address = models.CharField(max_length=500, help_text="of the endpoint")
    form = models.CharField(max_length=4, help_text="json or xml")
    jurisdiction = models.CharField(max_length=120, blank=True)
    states = models.JSONField(default=dict, help_text="the endpoint's own words for states")
    token = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=200, blank=True, help_text="empty while there is only a token")
    status = models.CharField(max_length=60, blank=True, help_text="the last word heard")
    created_at = models.DateTimeField()
    heard_until = models.DateTimeField(help_text="what happened there up to then is known here")
    next_poll_at = models.DateTimeField(null=True, help_text="null: it is over")
    failures = models.PositiveSmallIntegerField(default=0, help_text="in a row")

    class Meta:
        indexes = [
            models.Index(
                fields=["next_poll_at"],
                name="foreign_request_due",
                condition=models.Q(next_poll_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} at {self.address}"


class ForeignUpdate(models.Model):
    """A word from another system that was taken over: the same one is taken once."""

    request = models.ForeignKey(ForeignRequest, on_delete=models.CASCADE, related_name="updates")
    foreign_id = models.CharField(max_length=64, help_text="SHA-256 of what names it there")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "foreign_id"], name="one_word_is_taken_once")
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.foreign_id[:8]}"


class WaitingPicture(models.Model):
    """A picture that another system named by its address; gone once it was fetched, or could not be."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    update = models.ForeignKey(Update, null=True, on_delete=models.CASCADE, related_name="+")
    url = models.CharField(max_length=500)
    by_official = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.url
