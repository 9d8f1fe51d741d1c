"""Municipalities, their boundaries over time, and the named places in them."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models

from besa.core import languages
from besa.places.public_days import public_day_name


class Named(models.Model):
    """Something with a name in several languages, kept by language key; Serbian Latin is derived."""

    names = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return languages.choose(self.names)


class FoundByName(Named):
    """Something people look for by spellings that no page shows."""

    other_names = models.JSONField(
        default=list, blank=True, help_text="spellings people also use, for search"
    )

    class Meta(Named.Meta):
        abstract = True


class Municipality(FoundByName):
    """A komunë / opština (Kosovo) or bashki (Albania)."""

    class Country(models.TextChoices):
        KOSOVO = "XK"
        ALBANIA = "AL"

    class Moderation(models.TextChoices):
        AFTER = "after"
        BEFORE = "before"

    slug = models.SlugField(max_length=40, unique=True)
    country = models.CharField(max_length=2, choices=Country)
    seat = models.JSONField(default=dict, help_text="name of the seat by language")
    lat = models.FloatField()
    lon = models.FloatField()
    population = models.PositiveIntegerField(null=True)
    population_source = models.CharField(max_length=120, blank=True)
    languages = models.JSONField(default=list, help_text="official languages, keys as in settings.LANGUAGES")
    time_zone = models.CharField(max_length=40, default="Europe/Belgrade")
    active = models.BooleanField(default=False, help_text="takes reports; the others are only known by name")
    anonymous_reports = models.BooleanField(default=True, help_text="a report needs no e-mail address")
    moderation = models.CharField(max_length=10, choices=Moderation, default=Moderation.AFTER)

    class Meta:
        ordering = ["slug"]


class Boundary(models.Model):
    """An area of a municipality, valid from a day to another; `approximate` marks a built-in catchment."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="boundaries")
    area = models.BinaryField(help_text="polygon or multipolygon, WKB, WGS 84")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="first day on which it is no longer valid")
    approximate = models.BooleanField(default=False)
    source = models.CharField(max_length=200)
    licence = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["valid_from", "valid_to"], name="boundary_validity")]

    def __str__(self) -> str:
        return f"{self.municipality_id} from {self.valid_from}"


class Place(FoundByName):
    """A settlement or a neighbourhood: for search, and for people who cannot use a map."""

    class Kind(models.TextChoices):
        TOWN = "town"
        VILLAGE = "village"
        NEIGHBOURHOOD = "neighbourhood"

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="places")
    kind = models.CharField(max_length=20, choices=Kind)
    slug = models.SlugField(max_length=80)
    lat = models.FloatField()
    lon = models.FloatField()
    folded = models.TextField(help_text="all names, folded for search")

    class Meta:
        ordering = ["slug"]
        constraints = [models.UniqueConstraint(fields=["municipality", "slug"], name="one_place_per_slug")]


def long_ago() -> datetime:
    """Before any report: what was always known."""
    return datetime(1990, 1, 1, tzinfo=UTC)


class Holiday(models.Model):
    """A day of closed offices beyond the public holidays, or (`works`) of open ones despite one.

    Rows are never changed or deleted: one that is removed keeps the moment until which it was known, so that
    every deadline counted with it can be counted again.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="holidays")
    day = models.DateField()
    names = models.JSONField(default=dict, help_text="by language, as the municipality calls it")
    feast = models.CharField(max_length=120, blank=True, help_text="key of a public holiday, see public_days")
    works = models.BooleanField(default=False)
    known_from = models.DateTimeField(default=long_ago)
    known_until = models.DateTimeField(null=True, help_text="removed or replaced at this moment")

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "day"],
                name="one_known_holiday_per_day",
                condition=models.Q(known_until__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}"

    @property
    def name(self) -> str:
        """What the day is called in the reader's language: by the municipality, else by the country."""
        return languages.choose(self.names) or public_day_name(self.feast)


class WorkingWeek(models.Model):
    """The hours in which offices are open, from a moment on until the next row. Append-only."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="working_weeks")
    hours = models.JSONField(
        help_text="seven of [opens, closes] in minutes after midnight or null, Monday first"
    )
    valid_from = models.DateTimeField()

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "valid_from"], name="one_week_per_moment")
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} from {self.valid_from}"

    @property
    def week(self) -> tuple[tuple[int, int] | None, ...]:
        """Opening and closing of each day."""
        return tuple((day[0], day[1]) if day else None for day in self.hours)
