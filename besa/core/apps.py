"""Core: what every app needs and no domain word belongs to."""

from importlib import import_module

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    name = "besa.core"
    label = "core"

    def ready(self) -> None:
        """Let every connection notice writes to what is held in memory."""
        held = import_module("besa.core.held")
        connection_created.connect(held.watch, dispatch_uid="besa.core.held")
