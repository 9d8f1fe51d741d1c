"""Pages that join all apps: home, municipality, search, the ledger, the desk's front door."""

from importlib import import_module

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "besa.site"
    label = "site"

    def ready(self) -> None:
        """Fill the menus and the table of access; they need the models of people, so not earlier."""
        import_module("besa.site.menus").fill()
        import_module("besa.site.access").apply()
        import_module("besa.site.ledger_verbs")
        import_module("besa.site.panels")
