"""What a report can be about, and what a municipality makes of it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce

from besa.people.models import Department
from besa.places.models import Municipality, Named


class Category(Named):
    """A kind of problem, by a stable key. With a municipality it is that municipality's own addition."""

    class Group(models.TextChoices):
        STREETS = "streets"
        CLEANLINESS = "cleanliness"
        WATER = "water"
        PUBLIC_SPACE = "public_space"
        OTHER = "other"

    key = models.SlugField(max_length=60, unique=True)
    group = models.CharField(max_length=20, choices=Group)
    icon = models.CharField(max_length=40, help_text="name of a symbol in static/core/icons.svg")
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.CASCADE, related_name="own_categories"
    )
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["position", "key"]


class CategoryRule(models.Model):
    """How one municipality handles a category. By when it answers is in `DeadlineRule`."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="category_rules")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="rules")
    offered = models.BooleanField(default=True)
    names = models.JSONField(default=dict, help_text="own wording by language; empty keeps the category's")
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.SET_NULL)
    position = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "category"], name="one_rule_per_category")
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.category_id}"


class Question(models.Model):
    """An extra question of a category, in all municipalities or in one."""

    class Kind(models.TextChoices):
        TEXT = "text"
        NUMBER = "number"
        YES_NO = "yes_no"
        CHOICE = "choice"
        DATE = "date"

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="questions")
    municipality = models.ForeignKey(Municipality, null=True, blank=True, on_delete=models.CASCADE)
    key = models.SlugField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind)
    labels = models.JSONField(help_text="by language")
    options = models.JSONField(default=list, help_text='for a choice: [{"key": …, "labels": {…}}]')
    required = models.BooleanField(default=False)
    public = models.BooleanField(default=True, help_text="the answer may be shown on the report's page")
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["position", "key"]
        constraints = [
            # Not `nulls_distinct=False`: SQLite would leave that out without a word.
            models.UniqueConstraint(
                "category",
                Coalesce(
                    "municipality",
                    models.Value(0, output_field=models.BigIntegerField()),
                    output_field=models.BigIntegerField(),
                ),
                "key",
                name="one_question_per_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.category_id} {self.key}"
