"""`servicerequestupdates`: what happened, as FixMyStreet reads it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from besa.open311.queries.updates import STATUSES
from besa.reports.models import Photo, Report, Transition, Update
from besa.reports.models.report import STATES
from tests.factories.open311 import BASE, error_of, read, read_xml
from tests.factories.public import make_municipality, make_report

pytestmark = pytest.mark.django_db
START = timezone.now().replace(microsecond=0) - dt.timedelta(days=10)


def on(day: float) -> dt.datetime:
    return START + dt.timedelta(days=day)


def words(report: Report, text: str, day: float, audience: str = Update.Audience.PUBLIC) -> Update:
    return Update.objects.create(
        report=report, text=text, audience=audience, author_role="officer", created_at=on(day)
    )


def change(report: Report, old: str, new: str, day: float, **values: object) -> Transition:
    return Transition.objects.create(
        report=report, old=old, new=new, at=on(day), actor_role="officer", **values
    )


@pytest.fixture
def report() -> Report:
    """Received, said something about, begun with a photo, noted internally, declined, asked about."""
    report = make_report(state="declined", created_at=START)
    change(report, "", "received", 0)
    words(report, "We have seen it", 1)
    begun = words(report, "We began", 2)
    change(report, "received", "in_progress", 2, update=begun)
    Photo.objects.create(
        report=report, update=begun, key="c" * 32, state="ready", version=1, created_at=on(2)
    )
    change(
        report,
        "in_progress",
        "declined",
        3,
        reason="not_municipal",
        update=words(report, "For colleagues", 3, Update.Audience.INTERNAL),
    )
    words(report, "Hidden", 4, Update.Audience.HIDDEN)
    words(report, "Why?", 5)
    return report


def test_the_story_in_order(client: Client, report: Report) -> None:
    rows = read(client, "servicerequestupdates.json")
    assert [(row["status"], row["description"]) for row in rows] == [
        ("open", "We have seen it"),
        ("in_progress", "We began"),
        ("not_councils_responsibility", "The municipality is not responsible for this"),
        ("no_further_action", "Why?"),
    ]
    assert list(rows[1]) == [
        "update_id",
        "service_request_id",
        "status",
        "updated_datetime",
        "description",
        "media_url",
    ]
    assert len({row["update_id"] for row in rows}) == 4
    assert {row["service_request_id"] for row in rows} == {str(report.pk)}
    assert rows[0]["updated_datetime"] == on(1).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert [bool(row["media_url"]) for row in rows] == [False, True, False, False]


def test_xml_has_fixmystreets_names(client: Client, report: Report) -> None:
    root = read_xml(client, "servicerequestupdates.xml")
    assert root.tag == "service_requests_updates"
    assert [one.findtext("description") for one in root.findall("request_update")][:2] == [
        "We have seen it",
        "We began",
    ]


def test_filters(client: Client, report: Report) -> None:
    other = make_report(municipality=make_municipality("kukes"), created_at=START)
    change(other, "received", "fixed", 2.5)

    def found(**query: object) -> list[str]:
        return [row["status"] for row in read(client, "servicerequestupdates.json", **query)]

    assert len(found()) == 5
    assert found(jurisdiction_id="kukes") == ["fixed"]
    assert found(service_request_id=str(other.pk), start_date="2020-01-01", end_date="2020-01-02") == [
        "fixed"
    ]
    assert found(start_date=on(1.5).isoformat(), end_date=on(2.7).isoformat()) == ["in_progress", "fixed"]
    assert found(page=2, page_size=2) == found()[2:4]


def test_old_updates_are_asked_for(client: Client) -> None:
    report = make_report(created_at=on(-200))
    change(report, "received", "fixed", -150)
    assert read(client, "servicerequestupdates.json") == []
    dates = {"start_date": on(-160).isoformat(), "end_date": on(-140).isoformat()}
    assert len(read(client, "servicerequestupdates.json", **dates)) == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("jurisdiction_id=atlantis", 404),
        ("start_date=x", 400),
        ("page=11", 400),
        ("start_date=2025-01-01&end_date=2026-01-01", 400),
    ],
)
def test_errors(client: Client, query: str, status: int) -> None:
    assert error_of(client.get(f"{BASE}servicerequestupdates.json?{query}"))[0] == status


def test_every_state_has_a_status() -> None:
    assert set(STATUSES) == set(STATES)


@pytest.mark.parametrize(
    ("table", "index"), [("reports_transition", "transition_in_time"), ("reports_update", "update_in_time")]
)
def test_updates_are_read_by_an_index(table: str, index: str) -> None:
    """No model names it: a table that Django makes anew would lose it unseen."""
    with connection.cursor() as cursor:
        assert index in connection.introspection.get_constraints(cursor, table)
