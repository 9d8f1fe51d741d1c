"""Feeds: of a municipality, a settlement, a category, a circle; cheap when nothing changed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from defusedxml import ElementTree
from django.test import Client

from tests.factories.public import make_category, make_municipality, make_place, make_report

pytestmark = pytest.mark.django_db
_ATOM = "{http://www.w3.org/2005/Atom}"


def _links(client: Client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    return [item["url"] for item in json.loads(response.content)["items"]]


def _ends(reports: list[Any]) -> list[str]:
    return [f"http://localhost:8000/en/reports/{report.pk}/" for report in reports]


def test_each_kind_of_feed_has_its_reports(client: Client) -> None:
    peja, prizren = make_municipality(), make_municipality("prizren")
    place = make_place(peja, "Vitomiricë")
    plain = make_report()
    placed = make_report(place=place, lat=42.9)
    waste = make_report(category=make_category("waste"), lat=42.9)
    other = make_report(municipality=prizren, lat=42.21, lon=20.74)
    paths = {
        "/en/feeds/reports.json": {plain, placed, waste, other},
        "/en/feeds/peja/reports.json": {plain, placed, waste},
        "/en/feeds/peja/reports.json?place=vitomirice": {placed},
        "/en/feeds/peja/reports.json?category=waste": {waste},
        "/en/feeds/reports.json?lat=42.66&lon=20.29&radius=500": {plain},
        "/en/feeds/reports.json?state=fixed": set(),
    }
    for path, expected in paths.items():
        found = {link.rsplit("/", 2)[1] for link in _links(client, path)}
        assert found == {str(report.pk) for report in expected}, path


def test_atom_is_well_formed_whatever_people_write(client: Client) -> None:
    make_report(text='<b>"Ujë & kanalizim"</b> \x08 ]]>')
    response = client.get("/en/feeds/peja/reports.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    assert root.findtext(f"{_ATOM}entry/{_ATOM}content", "").startswith('<b>"Ujë & kanalizim"</b>')
    for name in ("id", "title", "updated"):
        assert root.findtext(_ATOM + name)
        assert root.findtext(f"{_ATOM}entry/{_ATOM}{name}")


def test_language_and_brand_are_kept(client: Client, settings: Any) -> None:
    settings.BRAND_HOSTS = "popravi=popravi.test"
    settings.ALLOWED_HOSTS = ["popravi.test"]
    report = make_report()
    feed = json.loads(client.get("/sr/feeds/peja/reports.json", headers={"host": "popravi.test"}).content)
    assert feed["items"][0]["url"] == f"https://popravi.test/sr/reports/{report.pk}/"
    assert feed["items"][0]["tags"] == ["Рупа на путу"]
    assert feed["language"] == "sr-Cyrl"
    atom = client.get("/sr-latn/feeds/peja/reports.atom", headers={"host": "popravi.test"}).content
    assert b'xml:lang="sr-Latn"' in atom


def test_unchanged_feeds_cost_nothing(client: Client) -> None:
    make_report()
    first = client.get("/en/feeds/peja/reports.atom")
    assert first["Last-Modified"]
    again = {"If-None-Match": first["ETag"]}
    assert client.get("/en/feeds/peja/reports.atom", headers=again).status_code == 304
    make_report()
    assert client.get("/en/feeds/peja/reports.atom", headers=again).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/feeds/atlantis/reports.atom", 404),
        ("/en/feeds/peja/reports.rss", 404),
        ("/en/feeds/reports.json?lat=nan&lon=1&radius=5", 400),
        ("/en/feeds/reports.json?lat=1", 400),
        ("/en/feeds/reports.json?lat=1&lon=1&radius=1e12", 400),
        ("/en/feeds/reports.json?category=nothing", 400),
        ("/en/feeds/reports.json?place=%00", 400),
    ],
)
def test_bad_addresses_are_answered_in_words(client: Client, path: str, status: int) -> None:
    make_municipality()
    assert client.get(path).status_code == status
