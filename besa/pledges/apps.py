"""Pledges kept in public: lists, rounds, ratings."""

from importlib import import_module

from django.apps import AppConfig


class PledgesConfig(AppConfig):
    name = "besa.pledges"
    label = "pledges"

    def ready(self) -> None:
        """Register listeners and words; they need the models, so they cannot be imported earlier."""
        import_module("besa.pledges.ledger_verbs")
        import_module("besa.pledges.listeners")
        import_module("besa.pledges.kept_data")
        import_module("besa.pledges.panels")
        import_module("besa.pledges.retention_rules")
