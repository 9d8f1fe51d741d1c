"""The endings of Open311's addresses."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import StringConverter


class FormConverter(StringConverter):
    """In which form the answer is written."""

    regex = "xml|json"


register_converter(FormConverter, "open311_form")
