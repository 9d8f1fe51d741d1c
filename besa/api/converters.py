"""The endings of the files' addresses."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import StringConverter

from besa.api.bulk.folder import FORMS


class DataFormConverter(StringConverter):
    """In which form a file is."""

    regex = "|".join(FORMS)


register_converter(DataFormConverter, "data_form")
