"""The map's page without JavaScript: a filtered list, page after page; and the part that follows the view."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from besa.reports.queries import lists
from tests.factories.public import make_category, make_municipality, make_place, make_report

pytestmark = pytest.mark.django_db


def _listed(html: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'data-report="(\d+)"', html)]


def _get(client: Client, query: str, **headers: str) -> str:
    response = client.get(f"/en/map/{query}", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def _feed(html: str) -> str:
    (address,) = re.findall(r'href="(/en/feeds/[^"]*)"', html)
    return unescape(address)


def test_a_municipalitys_own_category_can_be_asked_for_there(client: Client) -> None:
    own = make_category("peja-own", municipality=make_municipality())
    report = make_report(category=own)
    make_report()
    html = _get(client, "?municipality=peja&category=peja-own")
    assert _listed(html) == [report.pk]
    assert '<option value="peja-own" selected>' in html
    assert "peja-own" not in _get(client, "")


def test_what_the_list_shows_can_be_subscribed_to(client: Client) -> None:
    near = make_report()
    assert _feed(_get(client, "")) == "/en/feeds/reports.atom"
    assert _feed(_get(client, "?municipality=peja&state=open")) == "/en/feeds/peja/reports.atom?state=open"
    view = f"{near.lon - 0.01},{near.lat - 0.01},{near.lon + 0.01},{near.lat + 0.01}"
    address = _feed(_get(client, f"?bbox={view}&category={near.category.key}"))
    assert "&lat=" in address
    assert f"/reports/{near.pk}/" in client.get(address).content.decode()
    assert _feed(_get(client, "?bbox=-170,-80,170,80")) == "/en/feeds/reports.atom"


def test_the_page_on_open_data_names_a_feed_of_each_kind(client: Client) -> None:
    make_municipality()
    make_category("waste")
    html = client.get("/en/open-data/").content.decode()
    addresses = {unescape(one) for one in re.findall(r'href="(/en/feeds/[^"]*)"', html)}
    assert len(addresses) == 10
    assert {client.get(address).status_code for address in addresses} == {200}


def test_the_list_is_filtered(client: Client) -> None:
    waste = make_category("waste")
    pothole, rubbish = make_report(), make_report(category=waste, state="fixed")
    assert set(_listed(_get(client, ""))) == {pothole.pk, rubbish.pk}
    assert _listed(_get(client, "?category=waste")) == [rubbish.pk]
    assert _listed(_get(client, "?state=open")) == [pothole.pk]
    assert _listed(_get(client, "?age=7&state=closed&category=waste")) == [rubbish.pk]


@pytest.mark.parametrize("few", [0, 6_000])
def test_all_pages_together_are_the_list_of_a_view(
    client: Client, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(lists, "_FEW_IN_BOX", few)
    moment = make_report().created_at
    for _ in range(44):
        make_report(created_at=moment)
    far = make_report(lat=41.5)
    seen: list[int] = []
    query = "?bbox=20.2,42.6,20.4,42.7"
    while query:
        html = _get(client, query, **{"HX-Request": "true"})
        assert "<html" not in html
        seen += _listed(html)
        following = re.search(r'data-map-more href="([^"]+)"', html)
        query = following.group(1).replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 45
    assert far.pk not in seen


def test_a_place_is_found_and_the_map_goes_there(client: Client) -> None:
    peja = make_municipality()
    make_place(peja, "Vitomiricë")
    near, far = make_report(lat=42.681, lon=20.311), make_report(lat=42.3)
    html = _get(client, "?q=vitomirice")
    assert "Reports around Vitomiricë" in html
    assert _listed(html) == [near.pk]
    assert 'data-lat="42.680000"' in html
    assert far.pk in _listed(_get(client, "?municipality=peja"))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?category=nothing", "This filter does not exist"),
        ("?age=12", "This filter does not exist"),
        ("?q=qqqqqqqq", "No place has this name"),
        ("?bbox=1,2,3", "Latest reports"),
        ("?bbox=nan,nan,nan,nan", "Latest reports"),
        ("?before=nonsense", "Latest reports"),
        ("?lat=x&lon=1e999&zoom=nan", "Latest reports"),
    ],
)
def test_what_cannot_be_understood_is_said_and_harms_nothing(client: Client, query: str, words: str) -> None:
    assert words in _get(client, query)


def test_the_zoom_is_written_for_machines_in_every_language(client: Client) -> None:
    make_municipality()
    html = client.get("/sq/map/").content.decode()
    assert 'data-zoom="7.50"' in html


def test_boundaries_and_names_are_one_cached_file(client: Client) -> None:
    make_place(make_municipality(), "Vitomiricë")
    first = client.get("/places/boundaries.json?lang=sr-latn")
    names = [feature["properties"].get("name") for feature in json.loads(first.content)["features"]]
    assert {"Vitomiricë", "Peć"} <= set(names)
    again = client.get("/places/boundaries.json?lang=sr-latn", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert client.get("/places/boundaries.json?lang=xx").status_code == 404


def test_the_page_takes_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        make_report()
    client.get("/en/map/")
    with django_assert_max_num_queries(12):
        client.get("/en/map/?bbox=20.2,42.6,20.4,42.7&state=open")
