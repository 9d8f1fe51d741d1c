"""Learning the desk on the desk: a course with reports that are nobody's."""

from importlib import import_module

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "besa.practice"
    label = "practice"

    def ready(self) -> None:
        """Put the banner on every page of the desk, and say what is kept and for how long."""
        import_module("besa.practice.panels")
        import_module("besa.practice.kept_data")
        import_module("besa.practice.retention_rules")
