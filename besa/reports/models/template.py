"""Prepared answers, written once by a municipality's coordinator."""

from __future__ import annotations

from django.db import models

from besa.people.models import User
from besa.places.models import Municipality
from besa.reports.models.category import Category
from besa.reports.models.report import State


class ResponseTemplate(models.Model):
    """A prepared answer, in several languages, with placeholders (see `template_words.py`)."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="response_templates"
    )
    name = models.CharField(max_length=80, help_text="how colleagues call it; never public")
    category = models.ForeignKey(
        Category,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="None: fits every category",
    )
    state = models.CharField(
        max_length=16, choices=State, blank=True, help_text="the state after the answer; empty: fits all"
    )
    texts = models.JSONField(help_text="by language")
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, help_text="no longer offered; its uses still name it")

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """A template as it was saved at a moment. Append-only."""

    template = models.ForeignKey(ResponseTemplate, on_delete=models.CASCADE, related_name="versions")
    name = models.CharField(max_length=80)
    category_key = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=16, blank=True)
    texts = models.JSONField()
    retired = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.template_id} at {self.at}"
