"""Choices that a form learns only when it is made: what a municipality has, whom a person may name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Say what can be chosen in a field of a form; TypeError for a field without choices.

    A form knows its fields by name only, so their kind is checked here and not believed.
    """
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} offers no choices")
    field.choices = list(choices)
