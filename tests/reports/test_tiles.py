"""Tiles show the public reports, filtered, at every zoom, and say cheaply that nothing changed."""

from __future__ import annotations

import datetime as dt
import gzip
from typing import Any

import mapbox_vector_tile
import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from besa.core.geo import pixel_of
from besa.reports import exposure, tiles
from besa.reports.models import Report
from besa.reports.models.report import Visibility
from tests.factories.public import make_category, make_report

pytestmark = pytest.mark.django_db
LAT, LON = 42.66, 20.29


def _path(zoom: int, lat: float = LAT, lon: float = LON) -> str:
    x, y = pixel_of(lat, lon, zoom)
    return f"/tiles/reports/{zoom}/{x}/{y}.mvt"


def _read(client: Client, path: str, query: str = "") -> dict[str, Any]:
    response = client.get(path + query)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/vnd.mapbox-vector-tile"
    return mapbox_vector_tile.decode(response.content) if response.content else {}


def _ids(client: Client, path: str, query: str = "") -> set[int]:
    return {feature["id"] for feature in _read(client, path, query).get("reports", {}).get("features", [])}


def _number(client: Client, path: str, query: str = "") -> int:
    layers = _read(client, path, query)
    clusters = layers.get("clusters", {}).get("features", [])
    return sum(f["properties"]["n"] for f in clusters) + len(layers.get("reports", {}).get("features", []))


@pytest.mark.parametrize("zoom", [0, 5, 7, 9, 10, 12, 13, 16, 18])
def test_every_zoom_counts_every_report_in_it(client: Client, zoom: int) -> None:
    for _ in range(5):
        make_report(lat=LAT, lon=LON)
    assert _number(client, _path(zoom)) == 5


@pytest.mark.parametrize("zoom", [6, 9, 11, 14])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?category=waste", 2),
        ("?category=waste,potholes", 4),
        ("?state=closed", 1),
        ("?state=open", 3),
        ("?state=fixed,received", 4),
        ("?age=7", 3),
        ("?age=365&category=waste", 1),
        ("?age=365&state=closed", 0),
    ],
)
def test_filters_hold_at_every_zoom(client: Client, zoom: int, query: str, expected: int) -> None:
    waste = make_category("waste")
    old = timezone.now() - dt.timedelta(days=500)
    make_report()
    make_report()
    make_report(category=waste)
    make_report(category=waste, state="fixed", created_at=old)
    assert _number(client, _path(zoom), query) == expected


@pytest.mark.parametrize("zoom", [10, 11, 12])
@pytest.mark.parametrize("query", ["", "?category=potholes"])
def test_many_reports_are_clustered_in_the_middle_zooms(
    client: Client, monkeypatch: pytest.MonkeyPatch, zoom: int, query: str
) -> None:
    monkeypatch.setattr(tiles, "_FEW", 3)
    for step in range(6):
        make_report(lat=LAT + step / 1e4)
    layers = _read(client, _path(zoom), query)
    assert "reports" not in layers
    assert sum(f["properties"]["n"] for f in layers["clusters"]["features"]) == 6


def test_a_point_lies_where_the_report_lies(client: Client) -> None:
    report = make_report()
    (feature,) = _read(client, _path(14))["reports"]["features"]
    x, y = pixel_of(LAT, LON, 14 + 12)
    assert feature["geometry"]["coordinates"] == [x % 4096, 4096 - y % 4096]
    assert feature["id"] == report.pk
    assert feature["properties"] == {"c": report.category_id, "s": 0}


def test_a_new_report_is_on_the_map_at_once(client: Client) -> None:
    make_report()
    first = client.get(_path(14))
    assert client.get(_path(14), headers={"If-None-Match": first["ETag"]}).status_code == 304
    newer = make_report()
    again = client.get(_path(14), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert newer.pk in _ids(client, _path(14))


def test_a_hidden_report_leaves_every_zoom(client: Client) -> None:
    report = make_report()
    with transaction.atomic():
        Report.objects.update(visibility=Visibility.HIDDEN)
        exposure.disappear(report)
    assert [_number(client, _path(zoom)) for zoom in (3, 8, 11, 15)] == [0, 0, 0, 0]


def test_browsers_get_it_compressed(client: Client) -> None:
    make_report()
    packed = client.get(_path(14), headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == client.get(_path(14)).content


@pytest.mark.parametrize(
    "path",
    [
        "/tiles/reports/3/8/0.mvt",
        "/tiles/reports/19/0/0.mvt",
        "/tiles/reports/99999999999999999999/0/0.mvt",
        "/tiles/reports/1/0/0.mvt?category=unknown",
        "/tiles/reports/1/0/0.mvt?state=nonsense",
        "/tiles/reports/1/0/0.mvt?age=8",
        "/tiles/reports/-1/0/0.mvt",
    ],
)
def test_what_does_not_exist_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
