"""The filters of the map and its list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from besa.core.choices import offer
from besa.places.models import Municipality
from besa.reports.labels import STATE_LABELS
from besa.reports.models import Category

Choices = list[tuple[str, str | Promise]]

_AGES: Choices = [
    ("", _("Any time")),
    ("7", _("Last 7 days")),
    ("30", _("Last 30 days")),
    ("365", _("Last 12 months")),
]


def _categories(municipality: Municipality | None = None) -> Choices:
    """Categories of all municipalities, and those that one has added for itself."""
    offered = Q(municipality=None) | Q(municipality=municipality) if municipality else Q(municipality=None)
    named = [(category.key, category.name) for category in Category.objects.filter(offered)]
    return [("", _("All categories")), *named]


def _states() -> Choices:
    single = [(str(key), capfirst(str(label))) for key, label in STATE_LABELS.items()]
    return [
        ("", _("All states")),
        ("open", pgettext_lazy("states of reports", "All that are open")),
        ("closed", pgettext_lazy("states of reports", "All that are closed")),
        *single,
    ]


class MapForm(forms.Form):
    """What to show on the map, and a place to go to. Nothing is required."""

    q = forms.CharField(
        required=False,
        max_length=80,
        label=_("Place"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    category = forms.ChoiceField(required=False, choices=_categories, label=_("Category"))
    state = forms.ChoiceField(required=False, choices=_states, label=pgettext_lazy("of a report", "State"))
    age = forms.ChoiceField(required=False, choices=_AGES, label=_("When reported"))

    def __init__(self, *args: Any, municipality: Municipality | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if municipality:
            offer(self, "category", _categories(municipality))
