"""Municipalities, boundaries, settlements."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "besa.places"
    label = "places"
