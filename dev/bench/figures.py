"""The statistics pages, measured after each change of a report, and when nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpResponse
from django.utils import timezone

from besa.insights import memory as facts
from besa.insights.services.keeping import keep_facts
from besa.reports.models import Report
from besa.reports.models.report import Visibility
from dev.bench.measuring import Measured, measure


def statistics_cases(get: Callable[..., Callable[[], HttpResponse]], slug: str) -> Iterator[Measured]:
    """The page of the largest municipality, and all municipalities side by side."""
    keep_facts(now=True)  # as the worker does every few minutes
    page = get(f"/sq/m/{slug}/statistics/")
    newest = Report.objects.filter(municipality__slug=slug, visibility=Visibility.PUBLIC).latest("pk").pk

    def change() -> None:
        Report.objects.filter(pk=newest).update(changed_at=timezone.now())

    yield measure("statistics page", page, before=change)
    yield measure("statistics page, nothing changed", page)
    yield measure("statistics page of a new process", page, runs=5, before=facts.forget)
    yield measure("municipalities side by side", get("/sq/statistics/"), runs=5, before=change)
