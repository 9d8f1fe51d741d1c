"""The public ledger's readable pages and feeds."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import time_machine
from defusedxml import ElementTree
from django.test import Client

from besa.ledger.models import Entry
from besa.ledger.services import seal_entries
from besa.places.models import Municipality
from tests.factories.ledger import make_entries, make_entry

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def gjakova() -> Municipality:
    """A municipality that takes reports."""
    place, _ = Municipality.objects.update_or_create(
        slug="gjakova",
        defaults={
            "country": "XK", "names": {"sq": "Gjakova"}, "lat": 42.38, "lon": 20.43, "active": True,
        },
    )  # fmt: skip
    return place


def _positions(client: Client, query: str = "") -> list[int]:
    page = client.get(f"/en/ledger/{query}")
    assert page.status_code == 200
    return [line.entry.position for line in page.context["lines"]]


def test_an_empty_ledger_says_what_will_come(client: Client) -> None:
    assert "Nothing is sealed yet" in client.get("/en/ledger/").content.decode()


def test_pages_follow_each_other_without_gaps(client: Client) -> None:
    make_entries(70)
    seal_entries()
    query, seen = "", []
    while True:
        page = client.get(f"/en/ledger/{query}")
        seen += [line.entry.position for line in page.context["lines"]]
        query = page.context["older"]
        if not query:
            break
    assert seen == list(range(69, -1, -1))


def test_entries_are_filtered(client: Client, gjakova: Municipality) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
        make_entry(municipality="gjakova")
    with time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=UTC), tick=False):
        make_entry(municipality="peja", subject="report:x")
    with time_machine.travel(datetime(2026, 3, 3, 22, 30, tzinfo=UTC), tick=False):
        make_entry(municipality="gjakova", verb="ledger.erased")
    seal_entries()
    assert _positions(client, "?municipality=gjakova") == [2, 0]
    assert _positions(client, "?verb=ledger.erased") == [2]
    assert _positions(client, "?subject=report:x") == [1]
    assert _positions(client, "?since=2026-03-02") == [2, 1]
    assert _positions(client, "?until=2026-03-02") == [1, 0]
    assert _positions(client, "?since=2026-03-02&until=2026-03-03") == [2, 1]  # until midnight, local time
    assert _positions(client, "?since=2026-03-04") == []
    assert _positions(client, "?before=2") == [1, 0]


@pytest.mark.parametrize(
    "query",
    [
        "?municipality=atlantis",
        "?verb=x",
        "?since=2026-13-01",
        "?until=x",
        "?before=-1",
        f"?before={10**30}",
        "?since=2026-03-02&until=2026-03-01",
        f"?subject={'x' * 81}",
        "?since=0001-01-01&until=9999-12-31",
    ],
)
def test_odd_filters_never_break_the_page(client: Client, query: str) -> None:
    make_entry()
    seal_entries()
    assert client.get(f"/en/ledger/{query}").status_code == 200
    assert client.get(f"/en/ledger/feed.json{query}").status_code in {200, 404}


def test_htmx_gets_the_results_only(client: Client) -> None:
    make_entry()
    seal_entries()
    response = client.get("/en/ledger/", headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert 'id="ledger-results"' in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_an_entry_explains_its_proof(client: Client) -> None:
    make_entries(9)
    make_entry(verb="ledger.erased", private={"text": "secret"})
    seal_entries()
    page = client.get("/en/ledger/9/").content.decode()
    assert "Personal data was erased" in page
    assert "its proof holds" in page
    assert "secret" not in page
    assert client.get("/en/ledger/10/").status_code == 404
    assert client.get(f"/en/ledger/{10**40}/").status_code == 404


def test_an_entry_changed_after_sealing_is_called_out(client: Client) -> None:
    make_entries(3)
    seal_entries()
    row = Entry.objects.get(position=1)
    Entry.objects.filter(pk=row.pk).update(leaf=row.leaf.replace("officer", "neighbour"))
    assert "proof of this entry does not hold" in client.get("/en/ledger/1/").content.decode()


def test_pages_show_the_leaf_not_its_copies(client: Client) -> None:
    make_entry()
    seal_entries()
    Entry.objects.update(verb="ledger.erased")
    assert "Personal data was erased" not in client.get("/en/ledger/0/").content.decode()


def test_how_to_check_is_explained(client: Client) -> None:
    make_entry()
    seal_entries()
    page = client.get("/en/ledger/check/").content.decode()
    assert "--witness" in page
    assert "localhost/ledger/1+" in page


def test_feeds_are_well_formed_and_keep_language_and_filter(client: Client, gjakova: Municipality) -> None:
    make_entry(municipality="gjakova")
    make_entry(municipality="peja")
    seal_entries()
    feed = ElementTree.fromstring(client.get("/en/ledger/feed.atom?municipality=gjakova").content)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}link").get("href").endswith("/en/ledger/0/")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    response = client.get("/sr-latn/ledger/feed.json?municipality=gjakova")
    feed_json = json.loads(response.content)
    assert response["Content-Type"] == "application/feed+json"
    assert feed_json["language"] == "sr-Latn"
    assert [item["url"].rsplit("/", 2)[1] for item in feed_json["items"]] == ["0"]
    assert "municipality=gjakova" in feed_json["feed_url"]
