"""GET requests: each filter of the standard, its errors, both forms."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from besa.reports.models import Photo, Question, Report
from besa.reports.models.report import CLOSED, STATES
from tests.factories.open311 import BASE, error_of, ids, read, read_xml
from tests.factories.people import a_department
from tests.factories.public import make_category, make_municipality, make_place, make_report

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 21, 12, 30, 15, 123456, tzinfo=dt.UTC)
FIELDS = [
    "service_request_id",
    "status",
    "status_notes",
    "service_name",
    "service_code",
    "description",
    "agency_responsible",
    "service_notice",
    "requested_datetime",
    "updated_datetime",
    "expected_datetime",
    "address",
    "address_id",
    "zipcode",
    "lat",
    "long",
    "media_url",
]


def ago(days: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def a_photo(report: Report, key: str, **values: Any) -> None:
    created = {"created_at": report.created_at, "state": Photo.State.READY, "version": 2}
    Photo.objects.create(report=report, key=key, **(created | values))


def test_a_request_has_the_standards_fields(client: Client) -> None:
    peja = make_municipality()
    place = make_place(peja, "Vitomiricë")
    report = make_report(
        municipality=peja,
        place=place,
        department=a_department(peja),
        address="Rr. Dardania 12",
        created_at=NOW,
        fix_due_at=NOW + dt.timedelta(days=30),
    )
    a_photo(report, "b" * 32, by_official=True)
    a_photo(report, "a" * 32, position=1)
    (row,) = read(client, f"requests/{report.pk}.json")
    assert list(row) == FIELDS
    assert row["media_url"].endswith(f"/photos/{'a' * 32}-2-large.webp")
    assert row["media_url"].startswith("http")
    expected = {
        "service_request_id": str(report.pk),
        "status": "open",
        "status_notes": "received",
        "service_name": "Pothole",
        "service_code": "potholes",
        "description": "A deep hole in front of the school",
        "agency_responsible": "Services",
        "requested_datetime": "2026-11-21T12:30:15Z",
        "updated_datetime": "2026-11-21T12:30:15Z",
        "expected_datetime": "2026-12-21T12:30:15Z",
        "address": "Rr. Dardania 12, Vitomiricë, Peja",
        "address_id": str(place.pk),
        "zipcode": None,
        "service_notice": None,
        "lat": 42.66,
        "long": 20.29,
    }
    assert {name: row[name] for name in expected} == expected


def test_xml_tells_the_same(client: Client) -> None:
    report = make_report(text='<b>"Ujë & kanalizim"</b> \x08 ]]>')
    root = read_xml(client, f"requests/{report.pk}.xml", extensions="true")
    assert root.tag == "service_requests"
    request = root.find("request")
    assert request is not None
    assert [one.tag for one in request] == [*FIELDS, "extended_attributes"]
    assert request.findtext("description") == '<b>"Ujë & kanalizim"</b>  ]]>'
    assert request.findtext("lat") == "42.66"
    assert request.findtext("media_url") == ""
    assert request.findtext("extended_attributes/state") == "received"


def test_extensions_tell_what_the_standard_has_no_field_for(client: Client) -> None:
    category = make_category()
    labels = {"en": "x"}
    Question.objects.create(category=category, key="danger", kind="yes_no", labels=labels)
    Question.objects.create(category=category, key="secret", kind="text", labels=labels, public=False)
    report = make_report(
        category=category, answers={"danger": True, "secret": "psst"}, me_too_count=3, language="sr-latn"
    )
    for number in (1, 2):
        a_photo(report, str(number) * 32, position=number)
    a_photo(report, "3" * 32, state=Photo.State.HIDDEN)
    (row,) = read(client, "requests.json", extensions="true")
    extended = row["extended_attributes"]
    assert [url.rsplit("/", 1)[1] for url in extended.pop("media_urls")] == [
        f"{'1' * 32}-2-large.webp",
        f"{'2' * 32}-2-large.webp",
    ]
    assert extended == {
        "state": "received",
        "jurisdiction_id": "peja",
        "language": "sr-Latn",
        "me_too_count": 3,
        "confirmed_fixed": None,
        "attributes": [{"code": "danger", "value": "yes"}],
    }
    assert "extended_attributes" not in read(client, "requests.json")[0]


@pytest.mark.parametrize("state", STATES)
def test_open_and_closed(client: Client, state: str) -> None:
    report = make_report(state=state)
    word, other = ("closed", "open") if state in CLOSED else ("open", "closed")
    assert [row["status"] for row in read(client, "requests.json")] == [word]
    assert ids(client, status=word) == [report.pk]
    assert ids(client, status=other) == []
    assert ids(client, status="open,closed") == ids(client, status=["open", "closed"]) == [report.pk]


def test_codes_and_jurisdictions(client: Client) -> None:
    waste, kukes = make_category("waste"), make_municipality("kukes")
    plain, dirty = make_report(created_at=ago(1)), make_report(category=waste, created_at=ago(2))
    there = make_report(municipality=kukes, created_at=ago(3))
    assert ids(client) == [plain.pk, dirty.pk, there.pk]
    assert ids(client, service_code="waste") == [dirty.pk]
    assert ids(client, service_code="waste, potholes") == [plain.pk, dirty.pk, there.pk]
    assert ids(client, service_code=["waste", "potholes"]) == [plain.pk, dirty.pk, there.pk]
    assert ids(client, service_code="waste,999") == [dirty.pk]
    assert ids(client, service_code="999") == []
    assert ids(client, jurisdiction_id="kukes") == [there.pk]
    assert ids(client, jurisdiction_id="kukes", service_code="waste") == []


def test_numbers_override_everything_else(client: Client) -> None:
    old, new, other = (make_report(created_at=ago(days)) for days in (400, 1, 2))
    wanted = f"{old.pk},{new.pk}, 999999,nonsense,{2**70}"
    assert ids(client, service_request_id=wanted) == [new.pk, old.pk]
    assert ids(client, service_request_id=wanted, status="closed", start_date="never") == [new.pk, old.pk]
    assert other.pk not in ids(client, service_request_id=wanted)


def test_times_of_reporting(client: Client) -> None:
    recent, older, old = (make_report(created_at=ago(days)) for days in (1, 60, 120))
    assert ids(client) == [recent.pk, older.pk]
    assert ids(client, start_date=ago(100).isoformat()) == [older.pk]
    assert ids(client, start_date=ago(130).isoformat()) == [older.pk, old.pk]
    assert ids(client, end_date=ago(50).strftime("%Y-%m-%dT%H:%M:%SZ")) == [older.pk, old.pk]
    span = {"start_date": ago(70).date().isoformat(), "end_date": ago(50).date().isoformat()}
    assert ids(client, **span) == [older.pk]


def test_times_in_any_zone(client: Client) -> None:
    report = make_report(created_at=ago(1).replace(microsecond=0))
    at = report.created_at.astimezone(dt.timezone(dt.timedelta(hours=2))).isoformat()
    assert ids(client, start_date=at, end_date=at) == [report.pk]
    unencoded = at.replace(":", "%3A")  # its plus sign arrives as a blank
    response = client.get(f"{BASE}requests.json?start_date={unencoded}&end_date={unencoded}")
    assert [row["service_request_id"] for row in response.json()] == [str(report.pk)]


def test_times_of_changes_reach_back_for_ever(client: Client) -> None:
    touched = make_report(created_at=ago(400), changed_at=ago(1))
    make_report(created_at=ago(2), changed_at=ago(2))
    assert ids(client, updated_after=ago(1.5).isoformat()) == [touched.pk]
    span = {"updated_after": ago(3).isoformat(), "updated_before": ago(1.5).isoformat()}
    assert touched.pk not in ids(client, **span)
    assert len(ids(client, **span)) == 1


def test_around_a_point(client: Client) -> None:
    near = make_report(created_at=ago(1))
    edge = make_report(lat=42.664, lon=20.29, created_at=ago(2))
    make_report(lat=42.6637, lon=20.2952, created_at=ago(3))  # in the square, not in the circle
    assert ids(client, lat=42.66, long=20.29, radius=300) == [near.pk]
    assert ids(client, lat=42.66, long=20.29, radius=500) == [near.pk, edge.pk]
    assert ids(client, lat=42.66, long=20.29, radius=500, page=2, page_size=1) == [edge.pk]
    assert ids(client, lat=42.66, long=20.29, radius=500, status="closed") == []


def test_pages_count_from_one(client: Client) -> None:
    reports = [make_report(created_at=ago(days)).pk for days in range(1, 6)]
    assert ids(client, page_size=2) == reports[:2]
    assert ids(client, page_size=2, page=1) == reports[:2]
    assert ids(client, page_size=2, page=3) == reports[4:]
    assert ids(client, page_size=2, page=4) == []


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("jurisdiction_id=atlantis", 404, "jurisdiction_id"),
        ("status=half", 400, "status"),
        ("start_date=yesterday", 400, "start_date"),
        ("end_date=2026-13-01", 400, "end_date"),
        ("updated_after=1", 400, "updated_after"),
        ("start_date=2026-01-01&end_date=2026-06-01", 400, "90 days"),
        ("start_date=2026-02-01&end_date=2026-01-01", 400, "before"),
        ("start_date=9999-12-31", 400, "too far"),
        ("end_date=0001-01-02", 400, "too far"),
        ("start_date=0001-01-01T00:00:00%2B14:00", 400, "start_date"),
        ("page=0", 400, "page"),
        ("page=x", 400, "page"),
        ("page_size=1001", 400, "page_size"),
        ("lat=42", 400, "radius"),
        ("lat=nan&long=1&radius=5", 400, "circle"),
        ("lat=1&long=1&radius=nan", 400, "circle"),
        ("lat=1&long=1&radius=1e9", 400, "circle"),
        ("service_request_id=" + ",".join(["1"] * 1001), 400, "1,000"),
    ],
)
def test_what_cannot_be_understood_is_refused(client: Client, query: str, status: int, says: str) -> None:
    make_report()
    code, description = error_of(client.get(f"{BASE}requests.json?{query}"))
    assert code == status
    assert says in description


def test_one_request_that_is_not_there(client: Client) -> None:
    report = make_report()
    for number in ("0", "x", "999999", str(2**70)):
        assert error_of(client.get(f"{BASE}requests/{number}.json"))[0] == 404
    make_municipality("kukes")
    assert error_of(client.get(f"{BASE}requests/{report.pk}.json?jurisdiction_id=kukes"))[0] == 404


def test_the_number_of_queries_does_not_grow(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        a_photo(make_report(), f"{number:032x}")
    read(client, "requests.json")  # the places are in memory from now on
    with django_assert_max_num_queries(5):
        assert len(read(client, "requests.json", extensions="true")) == 12


def test_pages_of_other_sites_may_read(client: Client) -> None:
    assert client.get(f"{BASE}requests.json")["Access-Control-Allow-Origin"] == "*"
    assert client.get(f"{BASE}requests.json")["Content-Type"] == "application/json; charset=utf-8"
