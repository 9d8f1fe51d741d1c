"""Template filters about places: `{% load places %}`."""

from __future__ import annotations

from django import template

from besa.places import terms
from besa.places.models import Municipality

register = template.Library()


@register.filter
def term(municipality: Municipality, key: str) -> str:
    """`{{ municipality|term:"mayor" }}`: the word that this municipality's country uses."""
    return terms.term(key, municipality.country)
