"""Each of the desk's acts on 200 reports, as the worker does it when the time to undo is over."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from besa.desk.bulk_acts import MOST_AT_ONCE
from besa.desk.services.bulk import ask_for_bulk_act, hasten_bulk_act
from besa.people.models import Department
from besa.places.models import Municipality
from besa.reports.models import Category, Report
from besa.reports.models.report import OPEN, Priority, State, Visibility
from dev.bench.measuring import Measured, measure
from dev.bench.officials import official_of
from dev.bench.places_to_measure import largest_municipality

_RUNS, _FEWEST_RUNS, _WARM_UPS = 5, 2, 2
_WORDS = "Ekipi ynë vjen këtë javë. Faleminderit që na njoftuat."


def _arguments(town: Municipality) -> dict[str, dict[str, Any]]:
    """What each act is asked with. A made-up installation has no departments yet: there is one to assign to."""
    department, _ = Department.objects.get_or_create(
        municipality=town, slug="bench", defaults={"names": {"sq": "Drejtoria e provave"}}
    )
    other = Category.objects.filter(municipality=None).order_by("-position")[0]
    return {
        "acknowledge": {"text": ""},
        "start": {"text": _WORDS},
        "answer": {"text": _WORDS},
        "fix": {"text": _WORDS},
        "forward": {"text": _WORDS, "department": None, "outside": "KRU"},
        "decline": {"text": _WORDS, "reason": "not_municipal"},
        "assign": {"text": "", "department": department.pk, "person": None},
        "category": {"text": "", "category": other.pk},
        "priority": {"text": _WORDS, "priority": int(Priority.HIGH)},
    }


def _measured(name: str, *, act: str) -> Measured | None:
    """Other reports each time; None where there are not enough."""
    town = Municipality.objects.get(slug=largest_municipality())
    user, arguments = official_of(town.slug), _arguments(town)[act]
    states = [State.RECEIVED] if act == "acknowledge" else [*OPEN - {State.REOPENED}]
    waiting = Report.objects.filter(municipality=town, visibility=Visibility.PUBLIC, state__in=states)
    if act == "category":
        waiting = waiting.exclude(category=arguments["category"])
    if act == "priority":
        waiting = waiting.exclude(priority=arguments["priority"])
    if act in ("start", "forward"):
        waiting = waiting.filter(state__in=[State.RECEIVED, State.ACKNOWLEDGED])
    # Afresh in each case: the acts before have changed some of them.
    chosen = list(waiting.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE * (_RUNS + _WARM_UPS)])
    runs = len(chosen) // MOST_AT_ONCE - _WARM_UPS
    if runs < _FEWEST_RUNS:
        return None
    numbers = iter(chosen)

    def do() -> HttpResponse:
        asked = ask_for_bulk_act(
            municipality=town, by=user, act=act, arguments=arguments,
            reports=list(itertools.islice(numbers, MOST_AT_ONCE)), seen_at=timezone.now(),
        )  # fmt: skip
        hasten_bulk_act(bulk=asked)
        asked.refresh_from_db()
        if asked.failures:
            raise RuntimeError(f"{act} failed on {asked.failures} of {asked.total} reports")
        return HttpResponse()

    return measure(name, do, runs=runs)


BULK_CASES: dict[str, Callable[[str], Measured | None]] = {
    f"{act} {MOST_AT_ONCE} reports": partial(_measured, act=act)
    for act in (
        "acknowledge",
        "answer",
        "start",
        "fix",
        "forward",
        "decline",
        "assign",
        "category",
        "priority",
    )
}
