"""Who holds which office, from when to when. The names are Popolo's: Person, Post, Membership (here: Mandate).

These are public figures, not accounts: `people` holds who signs in, and can be erased on request.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from besa.people.models import Organisation
from besa.places.models import FoundByName, Municipality, Named


class Person(FoundByName):
    """Somebody who holds or held a public office (Popolo Person). Names are as the person writes them."""

    class Gender(models.TextChoices):
        FEMALE = "female"
        MALE = "male"

    slug = models.SlugField(max_length=80, unique=True)
    gender = models.CharField(
        max_length=6,
        blank=True,
        choices=Gender,
        help_text="whose form the word of the office takes in Albanian and Serbian; empty: a word that fits both",
    )
    website = models.URLField(blank=True)

    def __str__(self) -> str:
        return self.name


class PublicBody(Named):
    """A mayor's office, an assembly or a party (Popolo Organization); civil society is `people.Organisation`."""

    class Kind(models.TextChoices):
        EXECUTIVE = "executive"
        ASSEMBLY = "assembly"
        PARTY = "party"

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    municipality = models.ForeignKey(
        Municipality,
        null=True,
        on_delete=models.PROTECT,
        related_name="public_bodies",
        help_text="null: a party",
    )
    seats = models.PositiveSmallIntegerField(null=True, help_text="of an assembly")
    monitored_by = models.ForeignKey(
        Organisation,
        null=True,
        on_delete=models.PROTECT,
        related_name="monitored_bodies",
        help_text="who writes down an assembly's sessions",
    )

    class Meta:
        ordering = ["slug"]


class Post(models.Model):
    """An office that somebody holds (Popolo Post). Its word is the interface's: a Kukës mayor leads a bashkia."""

    class Kind(models.TextChoices):
        MAYOR = "mayor"
        MEMBER = "member"
        CHAIR = "chair"

    body = models.ForeignKey(PublicBody, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "kind"], name="one_post_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.body_id}"

    @property
    def is_single(self) -> bool:
        """Whether one person at a time holds it."""
        return self.kind != self.Kind.MEMBER


class Mandate(models.Model):
    """A person in a post from a day to a day (Popolo Membership). A change in mid-term is two mandates of one term."""

    class Origin(models.TextChoices):
        ELECTION = "election"
        BY_ELECTION = "by_election"
        SUCCESSION = "succession"

    class Ending(models.TextChoices):
        TERM_OVER = "term_over"
        RESIGNED = "resigned"
        DISMISSED = "dismissed"
        DIED = "died"
        OTHER_OFFICE = "other_office"

    class ProgrammeState(models.TextChoices):
        UNKNOWN = "unknown"
        PUBLISHED = "published"
        NONE = "none"

    slug = models.SlugField(max_length=120, unique=True, help_text="arta-gashi-2025")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="mandates")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="mandates")
    party = models.ForeignKey(PublicBody, null=True, on_delete=models.PROTECT, related_name="mandates")
    starts = models.DateField()
    ends = models.DateField(null=True, help_text="last day in office; null while it lasts")
    term_ends = models.DateField(help_text="last day of the term: when a pledge without a date is due")
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.ELECTION)
    ending = models.CharField(max_length=12, choices=Ending, blank=True)
    replaces = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="substitutes",
        help_text="whose seat this member of an assembly took over in mid-term",
    )
    source = models.URLField(blank=True, help_text="where it can be checked")
    monitored_by = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="monitored_mandates"
    )
    programme_state = models.CharField(
        max_length=10,
        choices=ProgrammeState,
        default=ProgrammeState.UNKNOWN,
        help_text="none: searched for and not there; shown in words, never as 0 %",
    )

    class Meta:
        ordering = ["-starts", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="mandate_ends_later"
            ),
            models.CheckConstraint(condition=Q(term_ends__gte=F("starts")), name="mandate_term_ends_later"),
            # The dates of others are the service's to compare: SQLite has no constraint over rows.
            models.UniqueConstraint(fields=["post", "person", "starts"], name="one_mandate_per_start"),
        ]

    def __str__(self) -> str:
        return self.slug

    def holds_on(self, day: date) -> bool:
        """Whether the person was in office on a day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)
