"""Inputs drawn by hand are the ones that Django's templates draw."""

from __future__ import annotations

from typing import Any

import pytest
from django.forms import EmailInput, HiddenInput, NumberInput, TextInput, URLInput
from django.forms.renderers import DjangoTemplates
from hypothesis import given
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
