"""Figures come from the registry, whatever is in it, and nothing is counted by the API itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client

from besa.api.queries import statistics
from besa.core.registries import Registry
from tests.factories.api import ask, read

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Told:
    value: float
    n: int
    as_of: dt.date


def share(*, municipality: str, category: str = "", as_of: dt.date | None = None) -> Told:
    if municipality != "peja":
        raise ValueError("municipality")
    return Told(0.5, 12, as_of or dt.date(2026, 11, 21))


@pytest.fixture(autouse=True)
def _figures(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    registry: Registry[object] = Registry()
    registry.register("tests.share", share)
    registry.register("tests.open", lambda: 7)
    monkeypatch.setattr(statistics, "figures", registry)
    yield


def test_the_list_says_what_each_can_be_asked_about(client: Client) -> None:
    items = read(client, "statistics")["items"]
    assert [(one["key"], one["parameters"]) for one in items] == [
        ("tests.open", []),
        ("tests.share", ["municipality", "category", "as_of"]),
    ]


def test_a_figure_says_all_it_knows(client: Client) -> None:
    found = read(client, "statistics/tests.share", municipality="peja", as_of="2026-10-01")
    assert found == {"key": "tests.share", "value": 0.5, "n": 12, "as_of": "2026-10-01"}
    assert read(client, "statistics/tests.open") == {"key": "tests.open", "value": 7}


@pytest.mark.parametrize(
    ("path", "query", "status", "parameter"),
    [
        ("tests.none", {}, 404, None),
        ("tests.open", {"municipality": "peja"}, 404, "municipality"),
        ("tests.share", {}, 404, "municipality"),
        ("tests.share", {"municipality": "atlantis"}, 404, "municipality"),
        ("tests.share", {"municipality": "peja", "as_of": "2026-02-30"}, 400, "as_of"),
        ("tests.share", {"municipality": "peja", "since": "today"}, 400, "since"),
    ],
)
def test_what_cannot_be_asked(
    client: Client, path: str, query: dict[str, str], status: int, parameter: str | None
) -> None:
    response = ask(client, f"statistics/{path}", **query)
    assert response.status_code == status
    errors = response.json().get("errors", [])  # type: ignore[attr-defined]
    assert [one["parameter"] for one in errors] == ([parameter] if parameter else [])
