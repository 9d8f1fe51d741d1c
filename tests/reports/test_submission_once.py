"""A phone that sends twice, or fifty times at once, makes one report and gets one answer."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from besa.core.models import IdempotencyKey, SpentChallenge
from besa.ledger.models import Entry
from besa.places.models import Municipality
from besa.reports.models import Photo, Report
from tests.core.test_proof_of_work import solved
from tests.factories.photos_small import jpeg
from tests.factories.submission import town_of_peja
from tests.reports.test_report_form import filled, hidden


@pytest.fixture
def peja(transactional_db: None) -> Iterator[Municipality]:
    yield town_of_peja()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def post(address: str, cookies: str, body: dict[str, str]) -> tuple[int, str]:
    """Status and Location of a POST over real HTTP."""
    request = urllib.request.Request(
        address, data=urllib.parse.urlencode(body).encode(), headers={"Cookie": cookies}
    )
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=60) as response:
            return response.status, ""
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers.get("Location", "")


def opened(address: str) -> tuple[str, dict[str, str]]:
    """Cookies and hidden fields of the form, as a browser gets them."""
    with urllib.request.urlopen(address, timeout=60) as response:
        page = response.read().decode()
        cookies = "; ".join(cookie.split(";")[0] for cookie in response.headers.get_all("Set-Cookie"))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    return cookies, {"csrfmiddlewaretoken": token[1], **hidden(page)}


def proof_from(server: str) -> str:
    with urllib.request.urlopen(f"{server}/challenge?action=report", timeout=60) as response:
        import json

        return solved(json.load(response)["challenge"])


def test_fifty_at_once_make_one(live_server: Any, peja: Municipality) -> None:
    assert connection.vendor != "sqlite" or "mode=memory" not in str(connection.settings_dict["NAME"])
    cookies, fields = opened(f"{live_server.url}/en/report/?lat=42.66&lon=20.29")
    body = fields | filled(lat="42.66", lon="20.29", proof=proof_from(live_server.url))
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: post(f"{live_server.url}/en/report/", cookies, body), range(50)))
    assert len(set(answers)) == 1
    assert answers[0][0] == 302
    assert "/en/receipt/" in answers[0][1]
    assert Report.objects.count() == 1
    assert Entry.objects.filter(verb="reports.received").count() == 1
    assert (IdempotencyKey.objects.count(), SpentChallenge.objects.count()) == (1, 1)


def test_one_proof_pays_for_one_report_also_in_parallel(live_server: Any, peja: Municipality) -> None:
    cookies, fields = opened(f"{live_server.url}/en/report/?lat=42.66&lon=20.29")
    body = fields | filled(lat="42.66", lon="20.29", proof=proof_from(live_server.url), different="1")
    with ThreadPoolExecutor(8) as pool:
        bodies = [body | {"key": f"another-key-{n:020d}", "text": f"Gropa {n}"} for n in range(8)]
        answers = list(pool.map(lambda b: post(f"{live_server.url}/en/report/", cookies, b)[0], bodies))
    assert sorted(answers) == [302] + [409] * 7
    assert Report.objects.count() == 1


@pytest.mark.django_db
def test_the_same_again_gives_the_same_answer(client: Client) -> None:
    town_of_peja()
    first = client.post("/en/report/", filled())
    again = client.post("/en/report/", filled())
    assert first["Location"] == again["Location"]
    assert Report.objects.count() == 1


@pytest.mark.django_db
def test_the_same_with_photos_is_the_same(client: Client) -> None:
    town_of_peja()
    answers = {
        client.post("/en/report/", filled(photos=[jpeg("a.jpg"), jpeg("b.jpg")]))["Location"]
        for _ in range(2)
    }
    assert len(answers) == 1
    assert Photo.objects.count() == 2


@pytest.mark.django_db
def test_the_same_key_with_other_content_comes_back_filled_in(client: Client) -> None:
    town_of_peja()
    client.post("/en/report/", filled())
    answer = client.post("/en/report/", filled(text="Një problem tjetër", photos=[jpeg("a.jpg")]))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "You have sent this form before" in page
    assert "Një problem tjetër" in page
    assert Report.objects.count() == 1

    again = hidden(page) | {"stamp": filled()["stamp"]}
    assert again["key"] != filled()["key"]
    sent = client.post("/en/report/", filled(text="Një problem tjetër") | again | {"different": "1"})
    assert sent.status_code == 302
    assert Report.objects.count() == 2
    assert Photo.objects.count() == 1
