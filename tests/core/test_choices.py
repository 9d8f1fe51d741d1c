"""Choices that a form learns only when it is made."""

from __future__ import annotations

import pytest
from django import forms

from besa.core.choices import offer


class _Form(forms.Form):
    colour = forms.ChoiceField(choices=[("red", "Red")])
    words = forms.CharField()


def test_what_is_offered_is_drawn_and_accepted() -> None:
    form = _Form({"colour": "blue", "words": "x"})
    offer(form, "colour", [("blue", "Blue")])
    assert form.is_valid()
    assert "Blue" in str(form["colour"]) and "Red" not in str(form["colour"])
    assert not _Form({"colour": "blue", "words": "x"}).is_valid()


def test_a_field_without_choices_offers_none() -> None:
    with pytest.raises(TypeError, match="words"):
        offer(_Form(), "words", [])
