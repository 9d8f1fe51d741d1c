"""A whole share kit of the largest municipality: what the request does, and what the worker then makes."""

from __future__ import annotations

import resource
import shutil
import time
from statistics import median

from django.utils import timezone

from besa.core.brands import DEFAULT
from besa.insights.editions import Wanted, folder_of
from besa.insights.models import Edition
from besa.insights.queries.kits import kit_wanted
from besa.insights.services.editions import order_edition
from besa.insights.services.kits import make_kit
from besa.places.models import Municipality
from dev.bench.measuring import Measured, hello_times
from dev.bench.places_to_measure import largest_municipality


def share_kit(name: str) -> Measured:
    """Made from nothing, once. CPU is that of all processes it starts; films are in it where ffmpeg is installed."""
    town = Municipality.objects.get(slug=largest_municipality())
    _wanted(town)  # what a process reads once
    began, before = time.perf_counter(), _cpu()
    wanted = _wanted(town)
    ordering = _cpu() - before
    _forget(wanted)
    kit = order_edition(wanted=wanted)
    while kit.state == Edition.State.WAITING:
        make_kit(pk=kit.pk)
        kit.refresh_from_db()
    wall, cpu = time.perf_counter() - began, _cpu() - before
    return Measured(
        name=name,
        cpu_ms=cpu * 1000,
        quarter_ms=cpu * 1000,
        slowest_ms=cpu * 1000,
        wall_ms=wall * 1000,
        hello_ms=median(hello_times()),
        sql_ms=0,
        queries=0,
        size=(folder_of(kit.key) / "kit.zip").stat().st_size,
        status=200,
        notes={"files": kit.total, "ms of CPU to order it": round(ordering * 1000)},
    )


def _wanted(town: Municipality) -> Wanted:
    return kit_wanted(town, timezone.localdate().replace(day=1), "sq", DEFAULT)


def _forget(wanted: Wanted) -> None:
    """Drop what an earlier run has made."""
    series = [wanted.series, *(piece.series for piece in wanted.pieces)]
    for edition in Edition.objects.filter(series__in=series):
        shutil.rmtree(folder_of(edition.key), ignore_errors=True)
        edition.delete()


def _cpu() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )
