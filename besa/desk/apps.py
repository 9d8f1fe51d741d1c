"""Where officials work on reports."""

from importlib import import_module

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "besa.desk"
    label = "desk"

    def ready(self) -> None:
        """Listen to what happens to reports, and join pages of the apps below."""
        import_module("besa.desk.listeners")
        import_module("besa.desk.panels")
        import_module("besa.desk.reaching")
