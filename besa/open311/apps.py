"""Open311 GeoReport v2: reports for other programs, and from them."""

from importlib import import_module

from django.apps import AppConfig


class Open311Config(AppConfig):
    name = "besa.open311"
    label = "open311"

    def ready(self) -> None:
        """Register the words of the ledger's entries, the way to deliver, and what erasing must reach."""
        import_module("besa.open311.ledger_verbs")
        import_module("besa.open311.channel")
        import_module("besa.open311.forgetting")
