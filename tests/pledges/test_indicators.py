"""A figure of Besa's own beside a pledge: today's today, a past day's then, and never the rating."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation
from jsonschema_rs import Draft202012Validator

from besa.core.vouching import Trust
from besa.ledger.models import Entry
from besa.pledges.models import Indicator, Pledge, Rating
from besa.pledges.services.acting import Stale
from besa.pledges.services.indicating import bind_indicator, end_indicator
from besa.reports.services.builtin import load_builtin_categories
from besa.reports.services.submission import submit_report
from tests.factories.pledges import Desk, a_desk, a_frozen_list
from tests.factories.refusals import refused
from tests.factories.submission import draft
from tests.pledges.test_monitors_pages import Hands

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def desk() -> Desk:
    load_builtin_categories()
    return a_desk()


@pytest.fixture
def pledge(desk: Desk) -> Pledge:
    with time_machine.travel(LONG_AGO, tick=False):
        return a_frozen_list(desk)[0]


def dark(desk: Desk, n: int, category: str = "lighting") -> None:
    """So many lamps are reported now."""
    for number in range(n):
        lamp = draft(desk.municipality, category=category, text=f"Llamba {number} nuk punon.")
        submit_report(draft=lamp, device=f"{number}", trust=Trust.SIGNED_IN)


def page(pledge: Pledge, **query: str) -> str:
    with translation.override("en"):
        path = reverse("pledges:pledge", args=[pledge.mandate.slug, pledge.uid])
    return Client().get(path, query).content.decode()


def data(pledge: Pledge, **query: str) -> list[dict[str, Any]]:
    answer = Client().get(reverse("pledges-data:json", args=[pledge.mandate.slug]), query)
    schema = json.loads(Client().get("/pledges/schema.json").content)
    whole = json.loads(answer.getvalue())
    Draft202012Validator(schema).validate(whole)
    told: list[dict[str, Any]] = next(
        one["indicators"] for one in whole["pledges"] if one["uid"] == pledge.uid
    )
    return told


def test_an_editor_picks_it_and_everybody_sees_it_beside_the_rating(desk: Desk, pledge: Pledge) -> None:
    dark(desk, 3)
    dark(desk, 2, "pothole")
    editor = Hands(desk.editor)
    form = editor.reads("indicators", pledge.uid)
    assert (
        'value="reports.open"' in form
        and 'value="lighting"' in form
        and "pledges." not in form.split("<select")[1]
    )
    Hands(desk.first).sends("indicators", pledge.uid, status=403, key="reports.open")
    editor.sends("indicators", pledge.uid, status=422, key="pledges.total")
    editor.sends("indicators", pledge.uid, status=422, key="reports.open", category="nothing")
    editor.sends("indicators", pledge.uid, key="reports.open", category="lighting", period="30d")
    bound = Indicator.objects.get()
    assert bound.parameters == {"category": "lighting"}  # what is open has no period
    shown = page(pledge)
    assert ">3</strong>" in shown and "It is not the rating" in shown
    told = data(pledge)[0]
    assert (told["value"], told["n"], told["trend"], told["is_the_rating"]) == (3, 3, "up", False)
    assert Rating.objects.count() == 0 and Pledge.objects.get(pk=pledge.pk).status == ""
    editor.sends("end_indicator", pledge.uid, bound.pk)
    assert "It is not the rating" not in page(pledge) and data(pledge) == []
    with pytest.raises(Stale):
        end_indicator(indicator=bound)
    verbs = Entry.objects.filter(verb__startswith="pledges.indicator").values_list("verb", flat=True)
    assert list(verbs) == ["pledges.indicator_bound", "pledges.indicator_ended"]


def test_a_past_day_has_the_value_of_that_day(desk: Desk, pledge: Pledge) -> None:
    with time_machine.travel(LONG_AGO + timedelta(days=1), tick=False):
        dark(desk, 2)
        bound = bind_indicator(
            pledge=pledge, key="reports.open", parameters={"category": "lighting"}, by=desk.editor
        )
        then = data(pledge)[0]["value"]
    with time_machine.travel(LONG_AGO + timedelta(days=40), tick=False):
        dark(desk, 3)
        end_indicator(indicator=bound)
    day = (LONG_AGO + timedelta(days=1)).date().isoformat()
    later = (LONG_AGO + timedelta(days=39)).date().isoformat()
    assert then == data(pledge, on=day)[0]["value"] == data(pledge, on=later)[0]["value"] == 2
    assert ">2</strong>" in page(pledge, on=later)
    before = LONG_AGO.date().isoformat()
    assert data(pledge, on=before) == [] == data(pledge)


def test_there_are_three_at_most_and_none_twice(desk: Desk, pledge: Pledge) -> None:
    def bind(key: str, **parameters: str) -> None:
        bind_indicator(pledge=pledge, key=key, parameters=parameters, by=desk.editor)

    for key in ("reports.open", "reports.fixed", "reports.fix_median"):
        bind(key)
    with refused("bound_already"):
        bind("reports.open")
    with refused("many_figures"):
        bind("reports.received")
    # A figure that nobody counts any more shows nothing, and breaks nothing.
    Indicator.objects.update(key="reports.gone")
    assert data(pledge) == [] and "It is not the rating" not in page(pledge)
    assert "reports.gone" in Hands(desk.editor).reads("indicators", pledge.uid)
