"""What the worker does: it takes tasks from its queue, and calls what is to be done regularly."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module

from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import import_string, module_has_submodule
from django_q.models import OrmQ

from besa.core.schedules import Regular


def regulars() -> list[Regular]:
    """All that any app wants to be done regularly, as `prepare` registers it with the worker."""
    found: list[Regular] = []
    for config in apps.get_app_configs():
        if config.name.startswith("besa.") and module_has_submodule(config.module, "schedules"):
            found += import_module(f"{config.name}.schedules").SCHEDULES
    return found


class Worker:
    """A worker that is always there. `done` counts the calls of each function."""

    def __init__(self) -> None:
        self._regulars = regulars()
        self._last: dict[str, datetime] = {}

    def take_tasks(self) -> None:
        """Run what is queued and due, and what that queues."""
        while rows := list(OrmQ.objects.filter(lock__lte=timezone.now()).order_by("pk")):
            for row in rows:
                row.delete()
                task = row.task
                function = task["func"]
                function = import_string(function) if isinstance(function, str) else function
                function(*task["args"], **task["kwargs"])

    def look_around(self) -> None:
        """Call what is due again."""
        now = timezone.now()
        for one in self._regulars:
            last = self._last.get(one.name)
            if last is None or now - last >= timedelta(minutes=one.minutes):
                self._last[one.name] = now
                import_string(one.function)()
        self.take_tasks()
