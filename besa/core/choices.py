"""What a form learns about its fields only when it is made: what a municipality has, whom a person may name.

A form knows its fields by name only, so their kind is checked here and not believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django import forms
from django.db.models import QuerySet

F = TypeVar("F", bound=forms.Field)


class IllustratedChoiceField(forms.ChoiceField):
    """A choice whose options have a symbol each: `icons` has its name in icons.svg by the option's value."""

    icons: Mapping[str, str] = {}


def field_of(form: forms.BaseForm, name: str, kind: type[F]) -> F:
    """A field of a form; TypeError for one that is of another kind."""
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"{name} is not a {kind.__name__}")
    return field


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Say what can be chosen in a field of a form; TypeError for a field without choices."""
    field_of(form, name, forms.ChoiceField).choices = list(choices)


def offer_rows(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Say which rows can be chosen in a field of a form; TypeError for a field that chooses no rows."""
    field_of(form, name, forms.ModelChoiceField).queryset = rows
