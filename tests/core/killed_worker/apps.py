"""The app whose listeners are killed in the middle."""

from importlib import import_module

from django.apps import AppConfig


class KilledWorkerConfig(AppConfig):
    name = "tests.core.killed_worker"
    label = "killed_worker"

    def ready(self) -> None:
        import_module("tests.core.killed_worker.listeners")
