"""Who is told, and how."""

from importlib import import_module

from django.apps import AppConfig

from besa.core.installation import keep_offline


class AlertsConfig(AppConfig):
    name = "besa.alerts"
    label = "alerts"

    def ready(self) -> None:
        """Register channels, listeners and panels; they need the models, so they cannot be imported earlier."""
        for name in ("mail", "push", "webhook"):
            import_module(f"besa.alerts.channels.{name}")
        import_module("besa.alerts.kept_data")
        import_module("besa.alerts.listeners")
        import_module("besa.alerts.retention_rules")
        import_module("besa.alerts.panels")
        import_module("besa.alerts.reaching")
        keep_offline(worker_script="alerts/push-worker.js")
