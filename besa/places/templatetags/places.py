"""Template filters about places: `{% load places %}`."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from besa.places import terms
from besa.places.models import Municipality

register = template.Library()


@register.filter
def term(municipality: Municipality, key: str) -> str:
    """`{{ municipality|term:"mayor" }}`: the word that this municipality's country uses."""
    return terms.term(key, municipality.country)


@register.filter
def source(name: str) -> str:
    """`{{ municipality.population_source|source }}`: where the number of inhabitants comes from."""
    return terms.source_label(name)


@register.filter
def local(text: str | Promise, municipality: Municipality) -> str:
    """`{{ words|local:municipality }}`: our own words, never a person's, in the Albanian of its country."""
    return terms.in_words_of(municipality.country, text)
