"""Makes an installation ready to serve. Every step looks first whether it has anything to do."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django_q.models import Schedule

from besa.alerts.vapid import make_key
from besa.core.catalogues import compile_catalogues
from besa.core.fonts import make_fonts
from besa.core.schedules import Regular
from besa.places.services import load_builtin_places
from besa.reports.services.builtin import load_builtin_categories

#: what packages carry along and no page loads; htmx's extensions import files that are not there
NOT_COLLECTED = ["django_htmx/ext/*", "django_htmx/htmax*", "django_htmx/htmx-4*"]


def prepare() -> Iterator[str]:
    """Do what is needed, and say each thing that was done."""
    if changed := compile_catalogues(settings.ROOT / "besa"):
        yield f"compiled {changed} translation files"
    if make_fonts(settings.FONT_PACKAGE, settings.FONT_FOLDER):
        yield "cut the font to our alphabets"
    if _collect_static():
        yield "collected what the browser loads"
    if _migrate():
        yield "brought the database up to date"
    places, categories = load_builtin_places(), load_builtin_categories()
    if any(astuple(places)) or categories:
        yield "loaded municipalities, settlements and categories"
    register_schedules()
    if make_key():
        yield "made the key for notifications on phones"


def _migrate() -> bool:
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def _collect_static() -> bool:
    """Collect static files when any source changed since the last time."""
    stamp: Path = settings.STATIC_ROOT / ".sources"
    sources = _fingerprint_of_static_sources()
    if stamp.exists() and stamp.read_text() == sources:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=NOT_COLLECTED)
    stamp.write_text(sources)
    return True


def _fingerprint_of_static_sources() -> str:
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def register_schedules() -> None:
    """Give the worker the regular tasks that the apps list, and take away those that no app lists any more."""
    wanted = {regular.name: regular for regular in _regular_tasks()}
    known = dict(Schedule.objects.values_list("name", "func"))
    if known == {regular.name: regular.function for regular in wanted.values()}:
        return
    with transaction.atomic():
        Schedule.objects.exclude(name__in=wanted).delete()
        for regular in wanted.values():
            Schedule.objects.update_or_create(
                name=regular.name,
                defaults={
                    "func": regular.function,
                    "schedule_type": Schedule.MINUTES,
                    "minutes": regular.minutes,
                    "repeats": -1,
                },
            )


def _regular_tasks() -> Iterator[Regular]:
    for config in apps.get_app_configs():
        if config.name.startswith("besa.") and Path(config.path, "schedules.py").exists():
            yield from importlib.import_module(f"{config.name}.schedules").SCHEDULES
