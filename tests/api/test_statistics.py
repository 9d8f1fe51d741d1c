"""Figures come from the registry, and nothing is counted by the API itself."""

from __future__ import annotations

import pytest
from django.test import Client

from besa.core.registries import figures
from besa.reports.services.answers import fix_report
from tests.factories.api import ask, read
from tests.factories.public import make_municipality, make_report

pytestmark = pytest.mark.django_db


def test_the_list_says_what_each_can_be_asked_about(client: Client) -> None:
    items = read(client, "statistics")["items"]
    assert [one["key"] for one in items] == [key for key, _ in figures.all()]
    answered = next(one for one in items if one["key"] == "reports.open")
    assert {"municipality", "category", "as_of"} <= set(answered["parameters"])
    assert answered["label"]
    assert answered["description"]


def test_a_figure_says_all_it_knows(client: Client) -> None:
    reports = [make_report() for _ in range(3)]
    make_report(visibility="hidden")
    fix_report(report=reports[0], role="officer")
    found = read(client, "statistics/reports.open", municipality="peja")
    assert (found["key"], found["value"], found["unit"]) == ("reports.open", 2, "count")
    assert found["as_of"]
    # The words are in the reader's language.
    albanian = ask(client, "statistics/reports.open", "sq", municipality="peja")
    assert albanian["Content-Language"] == "sq"


@pytest.mark.parametrize(
    ("path", "query", "status", "parameter"),
    [
        ("reports.none", {}, 404, None),
        ("reports.open", {}, 404, "municipality"),
        ("reports.open", {"municipality": "atlantis"}, 404, "municipality"),
        ("reports.open", {"municipality": "peja", "category": "none"}, 404, "category"),
        ("reports.open", {"municipality": "peja", "as_of": "2026-02-30"}, 400, "as_of"),
        ("reports.open", {"municipality": "peja", "since": "today"}, 400, "since"),
    ],
)
def test_what_cannot_be_asked(
    client: Client, path: str, query: dict[str, str], status: int, parameter: str | None
) -> None:
    make_municipality()
    response = ask(client, f"statistics/{path}", **query)
    assert response.status_code == status
    errors = response.json().get("errors", [])
    assert [one["parameter"] for one in errors] == ([parameter] if parameter else [])
