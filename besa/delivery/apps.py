"""Recipients, what was sent to them, and what came back."""

from importlib import import_module

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "besa.delivery"
    label = "delivery"

    def ready(self) -> None:
        """Register channels, listeners and words; they need the models, so they cannot be imported earlier."""
        for module in (
            "channels.mail",
            "channels.webhook",
            "listeners",
            "panels",
            "reaching",
            "ledger_verbs",
            "retention_rules",
        ):
            import_module(f"besa.delivery.{module}")
