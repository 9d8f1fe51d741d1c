"""Pages that join all apps: home, municipality, search, the ledger, the desk's front door."""

from importlib import import_module

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "besa.site"
    label = "site"

    def ready(self) -> None:
        """Fill the menus; they need the models of people, so they cannot be imported earlier."""
        import_module("besa.site.menus").fill()
