"""Who is told, and how."""

from importlib import import_module

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "besa.alerts"
    label = "alerts"

    def ready(self) -> None:
        """Register listeners and panels; they need the models, so they cannot be imported earlier."""
        import_module("besa.alerts.listeners")
        import_module("besa.alerts.panels")
