"""The statistics pages, their files, and figures for other programs, as they are asked for over HTTP."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from besa.core.registries import figures
from besa.insights.figures import FIGURES, Figure, compute
from besa.insights.queries.comparison import ENOUGH
from besa.insights.scopes import ScopeError, ask
from besa.places.models import Municipality
from besa.reports.models import Report, Transition
from besa.reports.models.report import State, Visibility
from besa.reports.services.moderation import hide_report
from tests.factories.people import a_department
from tests.factories.public import make_category, make_municipality, make_place, make_report

pytestmark = pytest.mark.django_db
PAGE = "/en/m/peja/statistics/"


def make_reports(town: Municipality, n: int, *, days_ago: int = 10, **values: Any) -> list[Report]:
    """Reports of so many days ago."""
    at = timezone.now() - dt.timedelta(days=days_ago)
    return [make_report(municipality=town, created_at=at, **values) for _ in range(n)]


def fix(report: Report, hours: int) -> None:
    """Fixed so many hours after it was published."""
    at = report.created_at + dt.timedelta(hours=hours)
    Transition.objects.create(report=report, old=State.RECEIVED, new=State.FIXED, at=at, actor_role="officer")
    Report.objects.filter(pk=report.pk).update(
        state=State.FIXED, closed_at=at, responded_at=at, changed_at=at
    )


def rows_of(response: Any) -> list[dict[str, str]]:
    """The rows of a CSV answer by their heads."""
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_page_says_its_numbers_with_n_and_day() -> None:
    town = make_municipality(population=96_450, population_source="census 2011")
    for report in make_reports(town, 3):
        fix(report, 24)
    make_reports(town, 1)
    html = Client().get(PAGE).content.decode()
    assert "75%" in html
    assert "of 4" in html
    assert "24 hours" in html
    assert "census of 2011" in html
    assert "What waits longest" in html
    assert "as_of=" in html


@pytest.mark.parametrize("language", ["sq", "sr", "sr-latn", "en"])
def test_every_language_and_breakdown_has_its_page(language: str) -> None:
    town = make_municipality()
    report = make_report(municipality=town, department=a_department(town), place=make_place(town))
    fix(report, 5)
    for query in ("", "?by=department", "?by=place&period=all", "?since=2026-01-01"):
        assert Client().get(f"/{language}/m/peja/statistics/{query}").status_code == 200
    assert Client().get(f"/{language}/statistics/").status_code == 200
    assert Client().get(f"/{language}/statistics/method/").status_code == 200


def test_filters_stand_in_the_address() -> None:
    town, waste = make_municipality(), make_category("waste")
    place = make_place(town, "Zahaq")
    make_reports(town, 2)
    make_reports(town, 3, category=waste, place=place)
    make_reports(town, 4, days_ago=100)
    counted = {
        query: rows_of(Client().get(f"{PAGE}figures.csv?{query}"))
        for query in ("", "category=waste", "place=zahaq", "period=30d", "period=30d&category=potholes")
    }
    received = {
        query: next(row["value"] for row in rows if row["key"] == "reports.received")
        for query, rows in counted.items()
    }
    assert list(received.values()) == ["9", "3", "3", "5", "2"]


def test_a_past_day_stays_as_it_was() -> None:
    town = make_municipality()
    with time_machine.travel("2026-05-20T10:00Z", tick=False):
        first, _ = make_reports(town, 2)
        before = compute(["reports.open", "reports.received"], ask(town))
    with time_machine.travel("2026-06-20T10:00Z", tick=False):
        make_reports(town, 5)
        fix(first, 600)
        past = compute(["reports.open", "reports.received"], ask(town, as_of=dt.date(2026, 5, 20)))
        now = compute(["reports.open", "reports.received"], ask(town))
    assert {key: one.value for key, one in past.items()} == {key: one.value for key, one in before.items()}
    assert {key: one.value for key, one in now.items()} == {"reports.open": 6, "reports.received": 7}


@pytest.mark.parametrize(
    "query",
    [
        "category=nothing",
        "as_of=1900-01-01",
        "as_of=soon",
        "since=2026-05-01&until=2026-04-01",
        "since=1066-10-14",
        "until=1999-01-01",
        "period=own",
        "by=age",
        "place=999999999999999999999",
    ],
)
def test_what_makes_no_sense_is_said_and_never_an_error(query: str) -> None:
    make_reports(make_municipality(), 1)
    for address in (PAGE, f"{PAGE}figures.csv", "/en/statistics/", "/en/statistics/comparison.csv"):
        assert Client().get(f"{address}?{query}").status_code == 200
    assert Client().get(f"/figures/reports.open.json?municipality=peja&{query}").status_code in (200, 400)


def test_no_statistics_of_a_municipality_that_takes_no_reports() -> None:
    make_municipality("tirana", active=False)
    assert Client().get("/en/m/tirana/statistics/").status_code == 404
    assert Client().get("/en/m/nowhere/statistics/").status_code == 404


def exits(day: str) -> dict[str, bytes]:
    """Everything that says a number about Peja, as of a day that does not move."""
    addresses = [
        *(f"{PAGE}?as_of={day}&period=all&by={by}" for by in ("category", "department", "place")),
        *(
            f"{PAGE}{table}.csv?as_of={day}&period=all"
            for table in ("figures", "category", "department", "place")
        ),
        f"/en/statistics/?as_of={day}",
        f"/en/statistics/comparison.csv?as_of={day}",
        *(f"/figures/{figure.key}.json?municipality=peja&as_of={day}" for figure in FIGURES),
    ]
    return {address: Client().get(address).content for address in addresses}


def test_what_is_not_public_changes_no_byte_of_any_exit() -> None:
    with time_machine.travel("2026-05-20T10:00Z", tick=False):
        town, rare = make_municipality(), make_category("rare")
        zahaq = make_place(town, "Zahaq")
        make_reports(town, 3)
    with time_machine.travel("2026-05-25T10:00Z", tick=False):
        before = exits("2026-05-21")
        for visibility in set(Visibility) - {Visibility.PUBLIC}:
            for report in make_reports(town, 2, category=rare, visibility=visibility, place=zahaq):
                fix(report, 3)
        after = exits("2026-05-21")
    assert {address for address in before if before[address] != after[address]} == set()


def test_hiding_the_only_report_of_a_small_cell_leaves_nothing_of_it() -> None:
    town = make_municipality()
    make_reports(town, 3)
    lonely = make_reports(town, 1, category=make_category("rare"), place=make_place(town, "Zahaq"))[0]
    assert len(rows_of(Client().get(f"{PAGE}category.csv"))) == 2
    hide_report(report=Report.objects.get(pk=lonely.pk), role="moderator")
    rows = rows_of(Client().get(f"{PAGE}category.csv"))
    assert [(row["key"], row["reports"]) for row in rows] == [("potholes", "3")]
    assert "Zahaq" not in Client().get(f"{PAGE}place.csv").content.decode()


def test_too_few_are_not_compared_and_nobody_is_ranked() -> None:
    few, enough = make_municipality("peja"), make_municipality("kukes", population=50_000)
    for report in make_reports(few, ENOUGH - 1):
        fix(report, 1)
    for report in make_reports(enough, ENOUGH):
        fix(report, 100)
    rows = {row["municipality"]: row for row in rows_of(Client().get("/en/statistics/comparison.csv"))}
    assert list(rows) == ["kukes", "peja"]
    assert (rows["peja"]["in_time"], rows["peja"]["in_time_n"]) == ("", str(ENOUGH - 1))
    assert float(rows["kukes"]["response_hours"]) == 100
    assert (
        float(rows["kukes"]["in_time_low"])
        <= float(rows["kukes"]["in_time"])
        <= float(rows["kukes"]["in_time_high"])
    )
    assert rows["kukes"]["per_thousand"] == "0.6"
    html = Client().get("/en/statistics/").content.decode()
    assert "too few to compare" in html


def test_only_what_all_offer_is_compared() -> None:
    for slug in ("peja", "kukes"):
        make_reports(make_municipality(slug), 1)
    own = make_category("peja-own", municipality=make_municipality("peja"))
    make_reports(make_municipality("peja"), 5, category=own)
    rows = {row["municipality"]: row for row in rows_of(Client().get("/en/statistics/comparison.csv"))}
    assert {slug: row["reports"] for slug, row in rows.items()} == {"peja": "1", "kukes": "1"}


def test_every_figure_computes_and_is_listed_with_its_definition() -> None:
    town = make_municipality(population=1_000)
    for report in make_reports(town, 3):
        fix(report, 10)
    listed = json.loads(Client().get("/figures.json").content)["figures"]
    registered = {key for key, figure in figures.all() if isinstance(figure, Figure)}
    assert {one["key"] for one in listed} == {key for key, _ in figures.all()}
    assert registered == {figure.key for figure in FIGURES}
    assert all(one["definition"] and one["label"] and one["unit"] for one in listed)
    method = Client().get("/en/statistics/method/").content.decode()
    assert all(f'id="{one["key"]}"' in method for one in listed)
    for key in registered:
        value = figures.get(key).read({"municipality": "peja"})
        assert value.n >= 0
        assert value.question["as_of"]
        again = json.loads(Client().get(f"/figures/{key}.json", value.question).content)
        assert (again["value"], again["n"]) == (value.value, value.n)
    with pytest.raises(ScopeError):
        figures.get("reports.open").read({"municipality": "nowhere"})
    assert Client().get("/figures/nothing.json").status_code == 404


def test_names_that_look_like_formulas_are_made_harmless() -> None:
    town = make_municipality()
    make_reports(town, 1, category=make_category("evil", names={"en": "=1+1", "sq": "=1+1"}))
    row = rows_of(Client().get(f"{PAGE}category.csv"))[0]
    assert row["name"] == "'=1+1"


def test_a_page_with_nothing_new_asks_the_database_little(django_assert_max_num_queries: Any) -> None:
    town = make_municipality()
    make_reports(town, 20)
    Client().get(PAGE)
    with django_assert_max_num_queries(12):
        Client().get(PAGE)
