"""POST requests: a report is made whole, once, by a program that may."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from besa.core.models import OutboxEvent
from besa.ledger.models import Entry
from besa.open311.models import ApiKey, Origin, WaitingPicture
from besa.open311.origins import origin_of
from besa.open311.services.keys import revoke_api_key
from besa.places.models import Municipality, Place
from besa.reports.models import Category, Photo, Question, Report
from besa.reports.models.report import Visibility
from besa.reports.services.publication import publish_report
from tests.factories.open311 import BASE, a_key, error_of, read, read_xml, send, without_scope
from tests.factories.photos_small import jpeg
from tests.factories.public import make_report
from tests.factories.submission import PEJA, a_municipality, town_of_peja

pytestmark = pytest.mark.django_db


@pytest.fixture
def peja() -> Municipality:
    return town_of_peja()


@pytest.fixture
def key(peja: Municipality) -> str:
    return a_key()


def only_report() -> Report:
    return Report.objects.select_related("reporter").get()


def test_a_report_is_made_and_can_be_read_back(client: Client, key: str) -> None:
    response = send(
        client,
        key,
        email="Arta@Example.org",
        first_name="Arta",
        last_name="Krasniqi",
        phone="+383 44 123-456",
        device_id="phone-1",
        account_id="77",
        **{"attribute[danger]": "yes"},
    )
    assert response.status_code == 200, response.content
    report = only_report()
    assert response.json() == [
        {"service_request_id": str(report.pk), "service_notice": None, "account_id": None}
    ]
    assert (report.lat, report.lon, report.text) == (*PEJA, "Gropë e madhe para shkollës")
    assert (report.source, report.visibility, report.answers) == ("open311", "public", {"danger": True})
    reporter = report.reporter
    assert (reporter.name, reporter.email, reporter.phone) == (
        "Arta Krasniqi",
        "arta@example.org",
        "+383 44 123-456",
    )
    assert not reporter.show_name
    assert reporter.email_confirmed_at is None
    assert len(reporter.device) == 64
    (row,) = read(client, f"requests/{report.pk}.json")
    assert row["service_code"] == "pothole"


def test_the_ledger_and_the_outbox_know_it(client: Client, key: str) -> None:
    send(client, key, email="arta@example.org", phone="044123456")
    verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["open311.key_created", "reports.received", "reports.published"]
    assert not any(
        "arta@" in leaf or "044123456" in leaf for leaf in Entry.objects.values_list("leaf", flat=True)
    )
    assert set(OutboxEvent.objects.values_list("name", flat=True)) == {
        "reports.received",
        "reports.published",
    }


def test_the_answer_in_xml(client: Client, key: str) -> None:
    response = send(client, key, form="xml")
    pk = only_report().pk
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert f"<request><service_request_id>{pk}</service_request_id>".encode() in response.content
    assert send(client, None, form="xml").content.count(b"<error><code>403</code>") == 1


def test_where_it_waits_for_a_moderator_there_is_a_token(client: Client, peja: Municipality) -> None:
    Municipality.objects.update(moderation=Municipality.Moderation.BEFORE)
    (answer,) = send(client, a_key()).json()
    report = only_report()
    assert answer["token"] == report.uid
    assert "service_request_id" not in answer
    # No empty element either: some programs take one for the number.
    assert read(client, f"tokens/{report.uid}.json") == [{"token": report.uid}]
    assert read_xml(client, f"tokens/{report.uid}.xml").find("request/service_request_id") is None
    assert error_of(client.get(f"{BASE}requests/{report.pk}.json"))[0] == 404
    publish_report(report=report, role="moderator")
    found = read_xml(client, f"tokens/{report.uid}.xml")
    assert found.findtext("request/service_request_id") == str(report.pk)
    assert found.findtext("request/token") == report.uid
    assert error_of(client.get(f"{BASE}tokens/x.json"))[0] == 404


def test_places_without_a_point(client: Client, key: str) -> None:
    rugove = Place.objects.get(slug="rugove")
    nowhere = {"lat": None, "long": None}
    cases: list[tuple[dict[str, Any], tuple[float, float], str]] = [
        ({"address_id": str(rugove.pk)}, (42.70, 20.24), ""),
        ({"address_string": "Rruga e gurit, Rugovë"}, (42.70, 20.24), "Rruga e gurit, Rugovë"),
        ({"address_string": "Xyzzy 7"}, PEJA, "Xyzzy 7"),
    ]
    for values, point, address in cases:
        assert send(client, key, **nowhere, **values).status_code == 200
        report = Report.objects.latest("pk")
        assert ((report.lat, report.lon), report.address) == (point, address)


@pytest.mark.parametrize(
    ("values", "status", "says"),
    [
        ({"service_code": None}, 400, "service_code"),
        ({"service_code": "unknown"}, 404, "service_code"),
        ({"jurisdiction_id": "atlantis"}, 404, "jurisdiction_id"),
        ({"lat": None, "long": None}, 400, "lat and long"),
        ({"lat": "x"}, 400, "lat and long"),
        ({"lat": "1", "long": "1"}, 400, "no municipality"),
        ({"address_id": "7", "lat": None, "long": None}, 400, "no municipality"),
        (
            {"address_string": "Xyzzy", "lat": None, "long": None, "jurisdiction_id": None},
            400,
            "lat and long",
        ),
        ({"jurisdiction_id": "kukes"}, 400, "not in the municipality"),
        ({"description": "x" * 4001}, 400, "description"),
        ({"description": "a\x00b"}, 400, "description"),
        ({"email": "arta"}, 400, "email: Write the address like this"),
        ({"phone": "call me"}, 400, "phone"),
        ({"first_name": "x" * 100, "last_name": "y" * 100}, 400, "first_name and last_name"),
        ({"attribute[danger]": "perhaps"}, 400, "attribute[danger]"),
        ({"attribute[colour]": "red"}, 400, "attribute[colour] is no attribute"),
        ({"media_url": "javascript:alert(1)"}, 400, "media_url"),
        ({"media_url": ["https://example.org/a.jpg"] * 7}, 400, "6 photos"),
        ({"once": "short"}, 400, "Idempotency-Key"),
    ],
)
def test_what_is_wrong_is_said(client: Client, key: str, values: Any, status: int, says: str) -> None:
    a_municipality("kukes", {"sq": "Kukës"}, 42.08, 20.42, active=True)
    code, description = error_of(send(client, key, **values))
    assert code == status
    assert says in description
    assert not Report.objects.exists()


def test_what_the_standard_requires_is_enough(client: Client, key: str) -> None:
    assert send(client, key, description=None).status_code == 200
    assert only_report().text == ""


def test_values_that_could_be_several_are_taken(client: Client, key: str) -> None:
    assert send(client, key, **{"attribute[danger][]": "yes"}).status_code == 200
    assert only_report().answers == {"danger": True}


def test_a_required_attribute_is_asked_for(client: Client, key: str) -> None:
    Question.objects.create(
        category=Category.objects.get(key="pothole"),
        key="since",
        kind="date",
        labels={"en": "Since"},
        required=True,
    )
    assert "attribute[since]" in error_of(send(client, key))[1]
    assert send(client, key, **{"attribute[since]": "2026-01-05T00:00:00Z"}).status_code == 200
    assert only_report().answers == {"since": "2026-01-05"}


def test_a_municipality_that_wants_an_address_gets_one(client: Client, key: str) -> None:
    Municipality.objects.update(anonymous_reports=False)
    assert "email" in error_of(send(client, key))[1]
    assert send(client, key, email="arta@example.org").status_code == 200


def test_photos_come_along(client: Client, key: str) -> None:
    assert send(client, key, description=None, media=[jpeg("a.jpg"), jpeg("b.jpg")]).status_code == 200
    assert Photo.objects.filter(report=only_report(), state=Photo.State.WAITING).count() == 2


def test_what_is_no_photo_is_refused(client: Client, key: str) -> None:
    text = SimpleUploadedFile("a.jpg", b"<script>", "image/jpeg")
    assert error_of(send(client, key, media=[jpeg(), text]))[1].startswith("media:")
    assert error_of(send(client, key, media=[jpeg(str(n)) for n in range(7)]))[0] == 400
    assert not Report.objects.exists()
    assert not Photo.objects.exists()


def test_pictures_elsewhere_wait_for_the_worker(client: Client, key: str) -> None:
    urls = ["https://example.org/a.jpg", "https://example.org/b.jpg"]
    assert send(client, key, media_url=urls).status_code == 200
    report = only_report()
    waiting = WaitingPicture.objects.order_by("pk").values_list("report", "url")
    assert list(waiting) == [(report.pk, url) for url in urls]
    for path in (f"requests/{report.pk}.json?extensions=true", "servicerequestupdates.json"):
        assert b"example.org" not in client.get(BASE + path).content
    for url in (
        "http://127.0.0.1/a.jpg",
        "http://[::1]/a.jpg",
        "http://example.org:22/a.jpg",
        "ftp://example.org/a",
    ):
        assert error_of(send(client, key, media_url=url))[0] == 400
    assert error_of(send(client, key, media=[jpeg()], media_url=urls * 3))[0] == 400


def test_a_report_that_comes_back_to_where_it_began_is_refused(client: Client, key: str) -> None:
    report = make_report()
    assert send(client, key, origin="https://elsewhere.example/reports/unknown").status_code == 200
    # Passed on from here, it still says where it began.
    assert origin_of(Origin.objects.get().report) == "https://elsewhere.example/reports/unknown"
    assert error_of(send(client, key, origin=origin_of(report)))[0] == 409


def test_keys_open_what_they_are_for(client: Client, peja: Municipality) -> None:
    kukes = a_municipality("kukes", {"sq": "Kukës"}, 42.08, 20.42, active=True)
    key, foreign = a_key(), a_key("elsewhere", kukes)
    assert error_of(send(client, None)) == (403, error_of(send(client, ""))[1])
    assert error_of(send(client, "guessed"))[0] == 403
    assert "another municipality" in error_of(send(client, foreign))[1]
    there = {"jurisdiction_id": "kukes", "lat": "42.08", "long": "20.42"}
    assert send(client, foreign, **there).status_code == 200
    without_scope()
    assert "scope" in error_of(send(client, key))[1]
    revoke_api_key(key=ApiKey.objects.get(name="elsewhere"))
    assert error_of(send(client, foreign, **there))[0] == 403
    assert Report.objects.count() == 1


def test_key_and_jurisdiction_may_stand_in_the_address(client: Client, key: str) -> None:
    """As two of the clients that were tried write them."""
    sent = {"service_code": "pothole", "address_string": "Somewhere", "description": "x"}
    assert client.post(f"{BASE}requests.json?api_key={key}&jurisdiction_id=peja", sent).status_code == 200
    there = {"service_code": "pothole", "lat": PEJA[0], "long": PEJA[1]}
    wrong = client.post(f"{BASE}requests.json?api_key={key}&jurisdiction_id=kukes", there)
    assert error_of(wrong)[0] in (400, 404)
    assert Report.objects.count() == 1


def test_too_much_is_refused_whole(client: Client, peja: Municipality) -> None:
    key = a_key(per_hour=2)
    assert [send(client, key).status_code for _ in range(2)] == [200, 200]
    response = send(client, key, media=[jpeg()])
    assert error_of(response)[0] == 429
    assert response["Retry-After"] == "1800"
    assert (Report.objects.count(), Photo.objects.count()) == (2, 0)
    assert send(client, a_key("another")).status_code == 200


def test_a_retry_makes_one_report(client: Client, key: str) -> None:
    once = "0123456789abcdef"
    urls = ["https://example.org/a.jpg"]
    first = send(client, key, once=once, media=[jpeg()], media_url=urls)
    again = send(client, key, once=once, media=[jpeg()], media_url=urls)
    assert again.json() == first.json()
    assert (Report.objects.count(), Photo.objects.count(), WaitingPicture.objects.count()) == (1, 1, 1)
    assert error_of(send(client, key, once=once, description="Another hole"))[0] == 409
    assert send(client, a_key("another"), once=once).json() != first.json()


def test_no_cookie_or_token_is_needed(key: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = send(strict, key)
    assert response.status_code == 200
    assert "sessionid" not in response.cookies


@pytest.mark.parametrize(
    ("content_type", "status"),
    [("multipart/form-data", 400), ("multipart/form-data; boundary=", 400), ("text/xml", 403)],
)
def test_a_broken_body_is_no_crash(client: Client, content_type: str, status: int) -> None:
    response = client.post(f"{BASE}requests.json", b"<!DOCTYPE x>" * 10, content_type=content_type)
    assert error_of(response)[0] == status


def test_too_many_fields_are_refused(client: Client, key: str) -> None:
    many = "&".join(f"a{number}=1" for number in range(1200))
    response = client.post(f"{BASE}requests.json", many, content_type="application/x-www-form-urlencoded")
    assert error_of(response)[0] == 400


def test_the_public_number_of_a_hidden_report_is_not_given(client: Client, key: str) -> None:
    once = "fedcba9876543210"
    send(client, key, once=once)
    Report.objects.update(visibility=Visibility.HIDDEN)
    (answer,) = send(client, key, once=once).json()
    assert set(answer) == {"token", "service_notice", "account_id"}
    assert read(client, f"tokens/{answer['token']}.json") == [{"token": answer["token"]}]
