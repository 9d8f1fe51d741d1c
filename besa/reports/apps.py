"""Citizens' reports."""

from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "besa.reports"
    label = "reports"

    def ready(self) -> None:
        """Register who listens to events; they need the models, so they cannot be imported earlier."""
        import_module("besa.reports.listeners")
