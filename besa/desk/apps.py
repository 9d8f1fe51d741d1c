"""Where officials work on reports."""

from importlib import import_module

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "besa.desk"
    label = "desk"

    def ready(self) -> None:
        """Listen to what happens to reports."""
        import_module("besa.desk.listeners")
