"""Core: what every app needs and no domain word belongs to."""

from importlib import import_module

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "besa.core"
    label = "core"

    def ready(self) -> None:
        """Let every connection notice writes to what is held in memory; learn changed tables after migrations;
        say how long things are kept."""
        import_module("besa.core.tidying")
        held, planner = import_module("besa.core.held"), import_module("besa.core.planner")
        connection_created.connect(held.watch, dispatch_uid="besa.core.held")
        post_migrate.connect(planner.after_migrations, sender=self, dispatch_uid="besa.core.planner")
