"""A report that is not public leaves through no exit: not its words, not its number, not as one more in a count."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import mapbox_vector_tile
import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from besa.core.geo import pixel_of
from besa.people.models import User
from besa.reports import exposure
from besa.reports.duplicates import similar_reports
from besa.reports.models import Category, Photo, Report, Reporter, StateCount, TileCount, Update
from besa.reports.models.report import Visibility
from tests.factories.public import make_municipality, make_place, make_report

pytestmark = pytest.mark.django_db
LAT, LON = 42.66, 20.29
WORDS, ADDRESS, NAME, NOTE = "Kryefjala", "Shtegu", "Besforti", "Pergjigja"
KEY = "5ec4e7" * 5 + "aa"
NOT_PUBLIC = [visibility for visibility in Visibility if visibility != Visibility.PUBLIC]


def _report(visibility: str) -> Report:
    """A report full of words that occur nowhere else; it was public before, unless it never became so."""
    peja = make_municipality()
    report = make_report(
        municipality=peja,
        place=make_place(peja, "Vitomiricë"),
        text=f"{WORDS} pothole",
        address=ADDRESS,
        visibility=visibility,
    )
    Reporter.objects.create(
        report=report, name=NAME, show_name=True, language="sq", brand="besa", link_salt="x"
    )
    now = timezone.now()
    Update.objects.create(report=report, text=NOTE, author_role="officer", created_at=now)
    Photo.objects.create(key=KEY, version=1, report=report, state="ready", width=8, height=6, created_at=now)
    return report


def _tile(client: Client, zoom: int) -> str:
    x, y = pixel_of(LAT, LON, zoom)
    content = client.get(f"/tiles/reports/{zoom}/{x}/{y}.mvt").content
    return json.dumps(mapbox_vector_tile.decode(content)) if content else ""


#: each exit as text, for a report's number
EXITS: dict[str, Callable[[Client, int], str]] = {
    "map": lambda client, pk: _get(client, "/en/map/"),
    "list of a view": lambda client, pk: _get(client, "/en/map/?bbox=20,42,21,43"),
    "card on the map": lambda client, pk: _get(client, f"/en/map/report/{pk}/"),
    "report": lambda client, pk: _get(client, f"/en/reports/{pk}/"),
    "printed sheet": lambda client, pk: _get(client, f"/en/reports/{pk}/print/"),
    "municipality": lambda client, pk: _get(client, "/en/m/peja/"),
    "home": lambda client, pk: _get(client, "/en/"),
    "search by words": lambda client, pk: _get(client, f"/en/search/?q={WORDS}"),
    "search by address": lambda client, pk: _get(client, f"/en/search/?q={ADDRESS}"),
    "Atom": lambda client, pk: _get(client, "/en/feeds/peja/reports.atom"),
    "JSON Feed": lambda client, pk: _get(client, "/en/feeds/reports.json"),
    "feed of a circle": lambda client, pk: _get(
        client, f"/en/feeds/reports.json?lat={LAT}&lon={LON}&radius=900"
    ),
    "feed of a settlement": lambda client, pk: _get(client, "/en/feeds/peja/reports.json?place=vitomirice"),
}


def _get(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def _shown(html: str, pk: int) -> list[str]:
    # The page's own address stands in its language switch, what somebody searched for in the search box.
    html = re.sub("<[^>]* hreflang=[^>]*>", "", html)
    html = html.replace(f'value="{WORDS}"', "").replace(f'value="{ADDRESS}"', "")
    html = html.replace(f"<title>{WORDS}", "").replace(f"<title>{ADDRESS}", "")
    html = html.replace(f"?q={WORDS}", "").replace(f"?q={ADDRESS}", "")
    return [secret for secret in (WORDS, ADDRESS, NAME, NOTE, KEY, f"/reports/{pk}/") if secret in html]


@pytest.mark.parametrize("exit_name", EXITS)
@pytest.mark.parametrize("visibility", NOT_PUBLIC)
def test_nothing_leaves_through(client: Client, visibility: str, exit_name: str) -> None:
    report = _report(visibility)
    assert _shown(EXITS[exit_name](client, report.pk), report.pk) == []


@pytest.mark.parametrize("exit_name", EXITS)
def test_a_public_report_does_leave_there(client: Client, exit_name: str) -> None:
    """Otherwise the test above would prove nothing."""
    report = _report(Visibility.PUBLIC)
    assert _shown(EXITS[exit_name](client, report.pk), report.pk)


@pytest.mark.parametrize("visibility", NOT_PUBLIC)
def test_other_reports_do_not_betray_it(client: Client, visibility: str) -> None:
    report = _report(visibility)
    other = make_report(text="Another hole")
    html = _get(client, f"/en/reports/{other.pk}/")
    assert _shown(html, report.pk) == []
    key = Category.objects.get(pk=report.category_id).key
    found = similar_reports(lat=LAT, lon=LON, category_key=key, text=WORDS)
    assert [like.report.pk for like in found] == [other.pk]


@pytest.mark.parametrize("visibility", NOT_PUBLIC)
def test_no_file_of_it_is_served(client: Client, visibility: str) -> None:
    report = _report(visibility)
    assert client.get(f"/photos/{KEY}-1-page.webp").status_code in (404, 410)
    assert client.get(f"/cards/reports/{report.pk}-en.png").status_code in (404, 410)
    assert client.post(f"/en/reports/{report.pk}/me-too/").status_code in (404, 410)


@pytest.mark.parametrize("visibility", NOT_PUBLIC)
def test_it_counts_nowhere(client: Client, visibility: str) -> None:
    was_public = make_report()
    with transaction.atomic():
        trainee = User.objects.create_user("t@example.org") if visibility == Visibility.PRACTICE else None
        Report.objects.filter(pk=was_public.pk).update(visibility=visibility, trainee=trainee)
        exposure.disappear(was_public)
    assert not TileCount.objects.exclude(n=0).exists()
    assert not StateCount.objects.exclude(n=0).exists()
    assert [_tile(client, zoom) for zoom in (0, 6, 9, 11, 13, 16, 18)] == [""] * 7
    assert "Nobody has reported a problem here so far" in _get(client, "/en/m/peja/")
