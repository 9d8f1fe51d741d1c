"""A typed JSON API for reading, and files with all public reports."""

from importlib import import_module

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "besa.api"
    label = "api"

    def ready(self) -> None:
        """Put the files on the page about open data."""
        import_module("besa.api.panels")
