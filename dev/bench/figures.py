"""The statistics pages, measured after each change of a report, and when nothing has changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from besa.insights import memory as facts
from besa.insights.models import FactBlock
from besa.insights.services.keeping import keep_facts
from besa.reports.models import Report
from besa.reports.models.report import Visibility
from dev.bench.measuring import Measured, measure
from dev.bench.places_to_measure import largest_municipality


def _page() -> HttpResponse:
    return cast(HttpResponse, _browser.get(f"/sq/m/{largest_municipality()}/statistics/"))


def _side_by_side() -> HttpResponse:
    return cast(HttpResponse, _browser.get("/sq/statistics/"))


_PICTURE = re.compile(r'<img src="([^"]+/wide\.svg)"')
_browser = Client(headers={"accept-language": "sq"})


def _changer() -> Callable[[], None]:
    """Changes one report of the largest municipality, as an official's act does."""
    own = Report.objects.filter(municipality__slug=largest_municipality(), visibility=Visibility.PUBLIC)
    newest = own.latest("pk").pk

    def change() -> None:
        Report.objects.filter(pk=newest).update(changed_at=timezone.now())

    return change


def _after_a_change(name: str) -> Measured:
    """With charts that are drawn, as they are after the first reader."""
    keep_facts(now=True)  # as the worker does every few minutes
    for picture in _PICTURE.findall(_page().content.decode()):
        _browser.get(picture)
    return measure(name, _page, before=_changer())


def _unchanged(name: str) -> Measured:
    return measure(name, _page)


def _of_a_new_process(name: str) -> Measured:
    keep_facts(now=True)
    return measure(name, _page, runs=5, before=facts.forget)


def _without_block(name: str) -> Measured:
    """Everything read from the reports, which happens before the worker has written the facts down."""

    def forget() -> None:
        FactBlock.objects.all().delete()
        facts.forget()

    measured = measure(name, _page, runs=2, before=forget)
    keep_facts(now=True)
    return measured


def _compared(name: str) -> Measured:
    return measure(name, _side_by_side, runs=5, before=_changer())


FIGURE_CASES: dict[str, Callable[[str], Measured]] = {
    "statistics page": _after_a_change,
    "statistics page, nothing changed": _unchanged,
    "statistics page of a new process": _of_a_new_process,
    "statistics page, nothing kept": _without_block,
    "municipalities side by side": _compared,
}
