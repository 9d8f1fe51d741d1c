"""Municipalities, boundaries, settlements."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from besa.ledger.verbs import register_verbs

VERBS = {
    "places.builtin_loaded": _("The built-in municipalities and places were loaded"),
    "places.boundaries_imported": _("Boundaries of municipalities were imported"),
}


class PlacesConfig(AppConfig):
    name = "besa.places"
    label = "places"

    def ready(self) -> None:
        """Say in words what our entries of the public ledger mean."""
        register_verbs(VERBS)
