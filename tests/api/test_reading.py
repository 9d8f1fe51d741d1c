"""What programs read at /api/v1: filters, parts, languages, conditional requests, problems."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from besa.api import limits
from besa.api.cursors import Cursor, UnknownCursor, cursor_at, read_cursor
from besa.reports.models import Photo, Question, Report, Transition, Update
from tests.factories.api import BASE, ask, read, walk
from tests.factories.people import a_department
from tests.factories.public import make_category, make_municipality, make_place, make_report

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


def ago(hours: float) -> dt.datetime:
    return NOW - dt.timedelta(hours=hours)


def ids(client: Client, **query: Any) -> list[int]:
    return [row["id"] for row in walk(client, "reports", **query)]


@pytest.fixture
def reports() -> list[Report]:
    """Newest first: a pothole in Peja; waste in Kukës, fixed; a pothole in Peja, of the same moment as the last."""
    peja, kukes, waste = make_municipality(), make_municipality("kukes"), make_category("waste")
    made = [
        make_report(municipality=peja, created_at=ago(1), changed_at=ago(0.5)),
        make_report(
            municipality=kukes, category=waste, state="fixed", created_at=ago(2), changed_at=ago(0.2)
        ),
        make_report(municipality=peja, created_at=ago(3), lat=42.7),
        make_report(municipality=peja, created_at=ago(3), place=make_place(peja)),
    ]
    make_report(visibility="hidden")
    return made


def test_all_filters(client: Client, reports: list[Report]) -> None:
    first, second, third, fourth = (report.pk for report in reports)
    expected = {
        (): [first, second, third, fourth],
        (("municipality", "peja"),): [first, third, fourth],
        (("municipality", "peja,kukes"), ("category", "waste")): [second],
        (("state", "closed"),): [second],
        (("state", "open,fixed"),): [first, second, third, fourth],
        (("settlement", reports[3].place_id),): [fourth],
        (("reported_from", ago(2).isoformat()),): [first, second],
        (("reported_to", ago(2).isoformat()),): [second, third, fourth],
        (("changed_from", ago(0.6).isoformat()), ("changed_to", ago(0.4).isoformat())): [first],
        (("around", "42.66,20.29,500"),): [first, second, fourth],
        (("around", "42.66,20.29,500"), ("settlement", reports[3].place_id)): [fourth],
        (("within", "20.28,42.69,20.3,42.71"),): [third],
        (("order", "changed"),): [third, fourth, first, second],
    }
    for query, found in expected.items():
        assert ids(client, **dict(query)) == found, query
        assert ids(client, limit=1, **dict(query)) == found, query


def test_a_list_goes_on_where_it_stopped_whatever_comes(client: Client, reports: list[Report]) -> None:
    part = read(client, "reports", limit=2, municipality="peja")
    make_report(created_at=ago(0))
    Report.objects.filter(pk=reports[0].pk).update(visibility="hidden")
    parts = urlsplit(part["next"])
    following = client.get(f"{parts.path}?{parts.query}")
    assert [row["id"] for row in following.json()["items"]] == [reports[3].pk]
    assert f'<{part["next"]}>; rel="next"' in ask(client, "reports", limit=2, municipality="peja")["Link"]


def test_a_report_in_full(client: Client) -> None:
    peja = make_municipality()
    question = {"category": make_category(), "kind": "text", "labels": {"en": "x"}}
    Question.objects.create(key="depth", **question)
    Question.objects.create(key="secret", public=False, **question)
    original = make_report(visibility="hidden")
    report = make_report(
        municipality=peja,
        place=make_place(peja),
        department=a_department(peja),
        answers={"depth": "deep", "secret": "psst", "unknown": 1},
        state="duplicate",
        duplicate_of=original,
        language="sr-latn",
        created_at=NOW,
    )
    update = Update.objects.create(report=report, text="Seen", author_role="officer", created_at=NOW)
    Update.objects.create(report=report, text="psst", audience="internal", created_at=NOW)
    Transition.objects.create(report=report, old="", new="received", at=NOW, actor_role="reporter")
    Photo.objects.create(
        report=report, key="a" * 32, state="ready", version=1, width=8, height=6, created_at=NOW
    )
    Photo.objects.create(report=report, key="b" * 32, state="hidden", version=1, created_at=NOW)
    found = read(client, f"reports/{report.pk}")
    assert found["municipality"] == {"key": "peja", "name": "Peja"}
    assert found["settlement"]["name"] == "Vitomiricë"
    assert found["department"] == "Services"
    assert found["language"] == "sr-Latn"
    assert found["answers"] == [{"key": "depth", "value": "deep"}]
    assert found["duplicate_of"] is None
    assert found["open"] is False
    assert found["reported_at"] == NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert [photo["url"].rsplit("/", 1)[1] for photo in found["photos"]] == [f"{'a' * 32}-1-large.webp"]
    assert [(one["id"], one["text"], one["state"]) for one in found["updates"]] == [
        (f"words-{update.pk}", "Seen", "received")
    ]
    Report.objects.filter(pk=original.pk).update(visibility="public")
    assert read(client, f"reports/{report.pk}")["duplicate_of"] == original.pk


def test_updates_come_in_parts_of_any_size(client: Client) -> None:
    reports = [make_report(created_at=ago(9)) for _ in range(2)]
    for hours in (5, 5, 4):
        for report in reports:
            Update.objects.create(
                report=report, text=str(hours), author_role="officer", created_at=ago(hours)
            )
            Transition.objects.create(
                report=report, old="received", new="in_progress", at=ago(hours), actor_role="officer"
            )
    everything = [row["id"] for row in walk(client, "updates")]
    assert len(everything) == len(set(everything)) == 12
    for limit in (1, 2, 5):
        assert [row["id"] for row in walk(client, "updates", limit=limit)] == everything
    assert len(walk(client, "updates", report=reports[0].pk, happened_from=ago(4.5).isoformat())) == 2
    assert walk(client, "updates", municipality="peja", happened_to=ago(6).isoformat()) == []


def test_places_and_categories(client: Client) -> None:
    peja = make_municipality(population=96_450)
    make_municipality("kukes", country="AL", active=False)
    for name in ("Vitomiricë", "Zahaq", "Novosellë"):
        make_place(peja, name)
    make_category()
    assert [one["slug"] for one in read(client, "municipalities")["items"]] == ["kukes", "peja"]
    assert [one["slug"] for one in read(client, "municipalities", country="AL")["items"]] == ["kukes"]
    assert [one["slug"] for one in read(client, "municipalities", active="true")["items"]] == ["peja"]
    found = read(client, "municipalities/peja", language="sr-Latn")
    assert (found["name"], found["population"], found["names"]["sr-Cyrl"]) == ("Peć", 96_450, "Пећ")
    assert len(walk(client, "settlements", limit=2)) == 3
    assert walk(client, "settlements", municipality="kukes") == []
    assert "Pothole" in [one["name"] for one in read(client, "categories", municipality="peja")["items"]]


def test_an_answer_that_is_known_is_not_sent_again(client: Client, reports: list[Report]) -> None:
    first = ask(client, "reports")
    again = client.get(f"{BASE}reports", headers={"accept-language": "en", "if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    Report.objects.filter(pk=reports[0].pk).update(text="Deeper")
    assert client.get(f"{BASE}reports", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_report_says_when_it_changed_unless_photos_may_come(client: Client, reports: list[Report]) -> None:
    path = f"{BASE}reports/{reports[0].pk}"
    since = client.get(path)["Last-Modified"]
    assert client.get(path, headers={"if-modified-since": since}).status_code == 304
    Photo.objects.create(report=reports[0], key="a" * 32, created_at=NOW)
    assert "Last-Modified" not in client.get(path)
    assert client.get(path, headers={"if-modified-since": since}).status_code == 200


@pytest.mark.parametrize(
    ("path", "query", "status", "parameter"),
    [
        ("reports", {"limit": 501}, 400, "limit"),
        ("reports", {"limit": "+5"}, 400, "limit"),
        ("reports", {"states": "open"}, 400, "states"),
        ("reports", {"state": "half"}, 400, "state"),
        ("reports", {"reported_from": "yesterday"}, 400, "reported_from"),
        ("reports", {"around": "42,20"}, 400, "around"),
        ("reports", {"municipality": "peja,atlantis"}, 404, "municipality"),
        ("reports", {"category": "none"}, 404, "category"),
        ("reports", {"cursor": "AAAA"}, 404, "cursor"),
        ("updates", {"limit": ["1", "2"]}, 400, "limit"),
        ("reports/12345", {}, 404, None),
        ("reports/twelve", {}, 400, "number"),
        ("municipalities/atlantis", {}, 404, None),
        ("no/such/thing", {}, 404, None),
        ("", {}, 404, None),
    ],
)
def test_problems_say_what_is_wrong(
    client: Client, path: str, query: dict[str, Any], status: int, parameter: str | None
) -> None:
    make_municipality()
    response = ask(client, path, **query)
    problem = response.json()
    assert response.status_code == problem["status"] == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert [one["parameter"] for one in problem.get("errors", [])] == ([parameter] if parameter else [])
    assert all(one["detail"] for one in problem.get("errors", []))
    assert problem["instance"] == f"{BASE}{path}"
    guide = client.get("/en/open-data/api/").content.decode()
    assert f'id="{urlsplit(problem["type"]).fragment}"' in guide


def test_a_nul_is_refused_in_the_same_form(client: Client) -> None:
    response = client.get(f"{BASE}reports?state=%00")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_reading_only(client: Client) -> None:
    response = client.post(f"{BASE}reports")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert client.head(f"{BASE}reports").status_code == 200
    preflight = client.options(f"{BASE}reports", headers={"origin": "https://example.org"})
    assert preflight.status_code == 204
    assert "If-None-Match" in preflight["Access-Control-Allow-Headers"]


def test_the_language_of_the_reader_or_of_the_address(client: Client, reports: list[Report]) -> None:
    assert ask(client, "reports", language="sq")["Content-Language"] == "sq"
    asked = client.get(f"{BASE}reports?language=sr-Cyrl", headers={"accept-language": "en"})
    assert asked["Content-Language"] == "sr-Cyrl"
    assert asked.json()["items"][0]["category"]["name"] == "Рупа на путу"
    assert "Accept-Language" in asked["Vary"]


def test_who_asks_too_much_is_told_how_long_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_meter", limits.Meter(at_once=2, per_minute=6))
    assert [ask(client, "categories").status_code for _ in range(3)] == [200, 200, 429]
    assert 1 <= int(ask(client, "categories")["Retry-After"]) <= 11
    other = client.get(f"{BASE}categories", REMOTE_ADDR="10.0.0.9")
    assert other.status_code == 200


def test_buckets_fill_again() -> None:
    meter = limits.Meter(at_once=1, per_minute=60)
    assert [meter.wait(b"a", 0.0), meter.wait(b"a", 0.5), meter.wait(b"a", 1.1)] == [0, 1, 0]


def test_the_guide_names_every_address(client: Client) -> None:
    page = client.get("/sq/open-data/api/").content.decode()
    document = client.get(f"{BASE}openapi.json").json()
    assert all(path in page for path in document["paths"])
    assert document["info"]["license"]["name"] == "CC BY 4.0"


@settings(deadline=None)
@given(
    at=st.datetimes(timezones=st.just(dt.UTC)),
    pk=st.integers(0, 2**63 - 1),
    kind=st.sampled_from(["", "words"]),
)
def test_a_cursor_comes_back_as_it_was(at: dt.datetime, pk: int, kind: str) -> None:
    cursor = read_cursor(cursor_at("x", at, pk, kind).text, "x")
    assert (cursor.at, cursor.pk, cursor.kind) == (at, pk, kind)


@settings(deadline=None)
@given(text=st.text(alphabet="abcdefgXYZ0123_-", max_size=60) | st.just(Cursor("y", 1, 1).text))
def test_any_other_text_is_no_cursor(text: str) -> None:
    with pytest.raises(UnknownCursor):
        read_cursor(text, "x")
