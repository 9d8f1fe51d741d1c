"""Inputs drawn by hand are the ones that Django's templates draw."""

from __future__ import annotations

from typing import Any

import pytest
from django.forms import EmailInput, HiddenInput, NumberInput, Select, SelectMultiple, TextInput, URLInput
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from hypothesis import given, settings
from hypothesis import strategies as st

from besa.core.form_renderer import FormRenderer

_attributes = st.dictionaries(
    st.sampled_from(["id", "maxlength", "required", "class", "autocomplete", "aria-describedby"]),
    st.one_of(st.booleans(), st.text(max_size=12), st.integers()),
    max_size=4,
)


@pytest.mark.parametrize("kind", [TextInput, EmailInput, HiddenInput, NumberInput, URLInput])
@given(value=st.one_of(st.none(), st.text(max_size=20), st.integers()), attributes=_attributes)
def test_the_same_html_as_from_templates(
    kind: type[TextInput], value: Any, attributes: dict[str, Any]
) -> None:
    widget = kind(attrs=attributes)
    ours = widget.render("field", value, renderer=FormRenderer())
    assert ours == widget.render("field", value, renderer=DjangoTemplates())


_options = st.lists(
    st.tuples(st.one_of(st.text(max_size=6), st.integers(), st.just("")), st.text(max_size=8)), max_size=4
)
_choices = st.lists(
    st.one_of(st.tuples(st.text(max_size=4), st.text(max_size=8)), st.tuples(st.text(max_size=6), _options)),
    max_size=4,
)


@pytest.mark.parametrize("kind", [Select, SelectMultiple])
@settings(deadline=None, max_examples=50)
@given(choices=_choices, attributes=_attributes, chosen=st.integers(0, 3))
def test_selects_are_the_same_too(
    kind: type[Select], choices: list[Any], attributes: dict[str, Any], chosen: int
) -> None:
    widget = kind(
        attrs=attributes, choices=[*choices, ("safe", SafeString("<i>a</i>")), ("3", gettext_lazy("Report"))]
    )
    value = [str(chosen)] if kind is SelectMultiple else chosen
    ours = widget.render("field", value, renderer=FormRenderer())
    theirs = widget.render("field", value, renderer=DjangoTemplates())
    assert ours == theirs.replace("</option>\n", "</option>")  # but for an empty line after each
