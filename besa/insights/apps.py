"""What the numbers say."""

from importlib import import_module

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "besa.insights"
    label = "insights"

    def ready(self) -> None:
        """Register listeners, panels and figures; they need the models, so they cannot be imported earlier."""
        import_module("besa.insights.listeners")
        import_module("besa.insights.ledger_verbs")
        import_module("besa.insights.panels")
        import_module("besa.insights.figures")
        import_module("besa.insights.figure_choices")
        import_module("besa.insights.pledge_figures")
