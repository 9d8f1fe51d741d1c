"""Reports, analyses, news and manuals: written here, approved by two people, published with their figures."""

from importlib import import_module

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "besa.publications"
    label = "publications"

    def ready(self) -> None:
        """Register words and listeners; they need the models, so they cannot be imported earlier."""
        import_module("besa.publications.ledger_verbs")
        import_module("besa.publications.listeners")
        import_module("besa.publications.kept_data")
        import_module("besa.publications.panels")
