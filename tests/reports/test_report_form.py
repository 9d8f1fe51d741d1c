"""A citizen reports a problem without JavaScript and without a map."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from besa.core.time_trap import SALT
from besa.places.models import Municipality, Place
from besa.reports.models import Report
from besa.reports.models.report import Visibility
from besa.reports.private_links import confirmation_of, secret_of
from tests.factories.submission import PEJA, a_municipality, town_of_peja

pytestmark = pytest.mark.django_db


@pytest.fixture
def peja() -> Municipality:
    return town_of_peja()


def hidden(html: str) -> dict[str, str]:
    """Hidden fields of a page, as a browser would send them back."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def minutes_ago() -> str:
    """A stamp of a form that was shown a minute ago."""
    return signing.dumps(int((timezone.now().timestamp() - 60) * 1000), salt=SALT)


def filled(**values: Any) -> dict[str, Any]:
    """A form filled in properly."""
    return {
        "municipality": "peja",
        "category": "pothole",
        "text": "Gropë e madhe para shkollës",
        "email": "arta@example.com",
        "stamp": minutes_ago(),
        "key": "k" * 24,
    } | values


def send(client: Client, **values: Any) -> Any:
    return client.post("/en/report/", filled(**values))


def test_the_whole_way_without_javascript(client: Client, peja: Municipality) -> None:
    page = client.get("/en/report/").content.decode()
    assert "Where is the problem?" in page
    assert '<option value="peja"' in page

    found = client.get("/en/report/", {"municipality": "peja", "q": "rugove"}).content.decode()
    place = Place.objects.get(slug="rugove")
    assert f"?place={place.pk}&amp;address=rugove" in found

    form = client.get("/en/report/", {"place": place.pk, "address": "rugove"}).content.decode()
    assert "Rugovë" in form
    sent = hidden(form) | {
        "stamp": minutes_ago(),
        "category": "lighting",
        "q-lighting-extent": "street",
        "q-lighting-pole": "17",
        "q-pothole-danger": "yes",
        "text": "Nuk ka drita",
        "email": "Arta@Example.com",
    }
    answer = client.post("/en/report/", sent)
    report = Report.objects.select_related("reporter").get()
    receipt = f"/en/receipt/{report.uid}/{secret_of(report.reporter)}/"
    assert answer.status_code == 302
    assert answer["Location"] == receipt
    assert report.visibility == Visibility.UNCONFIRMED
    assert report.place == place
    assert report.answers == {"extent": "street", "pole": "17"}
    assert report.reporter.email == "arta@example.com"
    assert "confirm by e-mail" in client.get(receipt).content.decode()

    confirm = f"/en/confirm/{report.uid}/{confirmation_of(report.reporter)}/"
    scanned = client.get(confirm)
    report.refresh_from_db()
    assert "Confirm and publish" in scanned.content.decode()
    assert report.visibility == Visibility.UNCONFIRMED
    assert client.post(confirm)["Location"] == receipt
    report.refresh_from_db()
    assert report.visibility == Visibility.PUBLIC


def test_a_known_address_on_the_same_device_needs_no_second_confirmation(
    client: Client, peja: Municipality
) -> None:
    send(client)
    first = Report.objects.select_related("reporter").get()
    client.post(f"/en/confirm/{first.uid}/{confirmation_of(first.reporter)}/")
    send(client, key="m" * 24, category="waste", text="Mbeturina te lumi")
    assert Report.objects.get(category__key="waste").visibility == Visibility.PUBLIC


def test_the_private_link_does_not_confirm_the_address(client: Client, peja: Municipality) -> None:
    send(client)
    report = Report.objects.select_related("reporter").get()
    assert client.post(f"/en/confirm/{report.uid}/{secret_of(report.reporter)}/").status_code == 404


BAD = [
    ({"category": ""}, "Choose what the problem is about."),
    ({"category": "no-such-kind"}, "Choose one of the kinds of problem in the list."),
    ({"text": ""}, "Describe the problem in a few words, or add a photo."),
    ({"text": "x" * 4001}, "Shorten it to 4,000 characters."),
    ({"text": "a\x00b"}, "Null characters are not allowed."),
    ({"address": "x" * 201}, "at most 200 characters"),
    ({"name": "x" * 121}, "at most 120 characters"),
    ({"email": "not an address"}, "name@example.com"),
    ({"email": ""}, "Write your e-mail address"),
    ({"category": "animals", "q-animals-number": "many"}, "Enter a whole number."),
    ({"category": "animals", "q-animals-number": "-2"}, "greater than or equal to 0"),
    ({"category": "lighting", "q-lighting-extent": "moon"}, "Select a valid choice."),
    ({"category": "water", "q-water-since": "yesterday"}, "Enter a valid date."),
    ({"category": "water", "q-water-since": "2999-01-01"}, "Choose today or an earlier day."),
    ({"category": "sewage", "q-sewage-home": "perhaps"}, "Select a valid choice."),
    ({"lat": "nan", "lon": "20.29"}, "This is not a place on the map."),
    ({"lat": "1e400", "lon": "20.29"}, "This is not a place on the map."),
    ({"lat": "91", "lon": "20.29"}, "This is not a place on the map."),
    ({"lat": "here", "lon": "there"}, "This is not a place on the map."),
    ({"lat": "42.66"}, "This is not a place on the map."),
    ({"lat": "0", "lon": "0"}, "no municipality that takes reports here"),
    ({"municipality": "atlantis"}, "no municipality that takes reports here"),
    ({"municipality": "", "place": "99999999999999999999999"}, "no municipality that takes reports here"),
    ({"municipality": ""}, "choose a municipality"),
]


@pytest.mark.parametrize(("wrong", "message"), BAD)
def test_bad_input_comes_back_with_a_message(
    client: Client, peja: Municipality, wrong: dict[str, str], message: str
) -> None:
    answer = send(client, **wrong)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert message in page
    assert Report.objects.count() == 0
    if "text" not in wrong:
        assert "Gropë e madhe para shkollës" in page


def test_the_form_comes_back_filled_in(client: Client, peja: Municipality) -> None:
    answer = send(
        client,
        category="lighting",
        **{"q-lighting-extent": "street", "q-lighting-pole": "A 12"},
        address="Rr. e Dardanisë 4",
        name="Arta",
        show_name="on",
        email="wrong",
    )
    page = answer.content.decode()
    for expected in (
        'value="lighting" id="c-lighting" checked',
        'value="street" id="q-lighting-extent-street" checked',
        'value="A 12"',
        'value="Rr. e Dardanisë 4"',
        'value="Arta"',
        'id="id_show_name" checked',
        'value="wrong"',
    ):
        assert expected in page


def test_another_municipality_is_named_when_it_takes_no_reports(client: Client, peja: Municipality) -> None:
    a_municipality("istog", {"en": "Istog", "sq": "Istog"}, 42.9, 20.5)
    for place in ({"lat": "42.9", "lon": "20.5"}, {"municipality": "istog"}):
        page = client.get("/en/report/", place)
        assert "Istog does not take reports here yet." in page.content.decode()
    answer = send(client, lat="42.9", lon="20.5")
    assert answer.status_code == 422
    assert "Istog does not take reports here yet." in answer.content.decode()


def test_a_point_is_kept_exactly(client: Client, peja: Municipality) -> None:
    page = client.get("/en/report/", {"lat": PEJA[0], "lon": f"{PEJA[1]},"})
    assert page.status_code == 422
    form = client.get("/en/report/", {"lat": "42.661234", "lon": "20,291234"})
    send(client, **hidden(form.content.decode()) | {"stamp": minutes_ago()})
    report = Report.objects.get()
    assert (report.lat, report.lon) == (42.661234, 20.291234)


def test_an_address_is_asked_for_where_reports_are_not_anonymous(client: Client, peja: Municipality) -> None:
    Municipality.objects.update(anonymous_reports=False)
    assert "Write your e-mail address." in send(client, email="").content.decode()


def test_too_quick_and_honeypot_only_ask_for_a_confirmation(client: Client, peja: Municipality) -> None:
    send(client, stamp=signing.dumps(int(timezone.now().timestamp() * 1000), salt=SALT))
    send(client, website="https://spam.example", key="n" * 24, category="waste", text="mbeturina")
    send(client, stamp="forged", key="o" * 24, category="green", text="pema")
    assert set(Report.objects.values_list("visibility", flat=True)) == {Visibility.UNCONFIRMED}
    assert Report.objects.count() == 3


def test_many_in_a_short_time_are_asked_to_wait_and_lose_nothing(client: Client, peja: Municipality) -> None:
    for number in range(12):
        answer = send(client, key=f"key-number-{number:012d}", text=f"Problemi {number}")
        assert answer.status_code == 302
    answer = send(client, key="one-too-many-000000", text="Problemi i fundit")
    assert answer.status_code == 429
    assert "Nothing is lost" in answer.content.decode()
    assert "Problemi i fundit" in answer.content.decode()
    assert Report.objects.count() == 12


def test_every_language_opens(client: Client, peja: Municipality) -> None:
    for language in ("sq", "sr", "sr-latn", "en"):
        for query in ({}, {"municipality": "peja"}, {"q": "rugo"}, {"q": "x", "municipality": "peja"}):
            assert client.get(f"/{language}/report/?{urlencode(query)}").status_code == 200
        assert client.get(f"/{language}/report/offline/").status_code == 200
