"""A boundary file that is broken, wrong or hostile gets a clear message and changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from besa.ledger.models import Entry
from besa.places import boundary_files
from besa.places.boundary_files import BoundaryFileRefused, read_boundary_file
from besa.places.models import Boundary
from tests.factories.places import feature, make_municipality, square, write_geojson

BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[21.0, 42.5], [21.1, 42.6], [21.1, 42.5], [21.0, 42.6], [21.0, 42.5]]],
}
LINE_FLAT = {"type": "Polygon", "coordinates": [[[21.0, 42.5], [21.1, 42.5], [21.0, 42.5], [21.0, 42.5]]]}


def collection(*geometries: Any, **members: Any) -> str:
    features = [feature(geometry, name="Peja") for geometry in geometries]
    return json.dumps({"type": "FeatureCollection", **members, "features": features})


def crs(name: str) -> dict[str, Any]:
    return {"type": "name", "properties": {"name": name}}


def polygon(*corners: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [list(corners)]}


HOSTILE = {
    "empty": ("", "is empty"),
    "blank": (" \n ", "is empty"),
    "not JSON": ("<kml></kml>", "not JSON"),
    "cut off": ('{"type": "FeatureCollection", "features": [', "not JSON"),
    "a number": ("42", "not a GeoJSON"),
    "a list": ("[]", "not a GeoJSON"),
    "a bare geometry": (json.dumps(polygon([21, 42])), "not a GeoJSON"),
    "no features": ('{"type": "FeatureCollection"}', "no features"),
    "empty features": ('{"type": "FeatureCollection", "features": []}', "no features"),
    "features that are none": ('{"type": "FeatureCollection", "features": [7]}', "Feature 1 is not"),
    "nested too deeply": ("[" * 200_000, "nests too deeply"),
    "metres by name": (collection(square(21.0, 42.5), crs=crs("EPSG:3857")), "coordinate system EPSG:3857"),
    "odd coordinate system": (collection(square(21.0, 42.5), crs={"type": "link"}), "coordinate system"),
    "metres by value": (
        collection(shapely.box(7_500_000, 4_700_000, 7_510_000, 4_710_000)),
        "not in degrees",
    ),
    "latitude first": (
        collection(shapely.box(42.5, 21.0, 42.6, 21.1)),
        "Longitude must come before latitude",
    ),
    "elsewhere": (collection(shapely.box(-71.1, 42.3, -71.0, 42.4)), "outside Kosovo and Albania"),
    "NaN": (collection(polygon([21, 42], [float("nan"), 42.5], [21.1, 42.6], [21, 42])), "NaN"),
    "infinity": (collection(square(21.0, 42.5)).replace("42.6", "1e999"), "no number"),
    "a point": (collection(shapely.Point(21, 42)), "is Point, not a Polygon"),
    "a line": (collection(shapely.LineString([(21, 42), (21.1, 42.1)])), "is LineString"),
    "no geometry": (collection(None), "without geometry"),
    "an empty polygon": (collection({"type": "Polygon", "coordinates": []}), "is empty"),
    "too few corners": (collection(polygon([21, 42], [21.1, 42])), "broken coordinates"),
    "texts for numbers": (
        collection(polygon(["a", "b"], ["c", "d"], ["e", "f"], ["a", "b"])),
        "broken coordinates",
    ),
    "no coordinates": (collection({"type": "Polygon"}), "broken coordinates"),
    "no area": (collection(LINE_FLAT), "cannot be repaired"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(kind: str, tmp_path: Path) -> None:
    content, reason = HOSTILE[kind]
    make_municipality("peja")
    file = tmp_path / "hostile.geojson"
    file.write_text(content)
    with pytest.raises(CommandError, match=reason) as refusal:
        call_command("import_boundaries", str(file))
    assert str(refusal.value).endswith("Nothing was changed.")
    assert not Boundary.objects.exists()
    assert not Entry.objects.exists()


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "shapes.shp"
    file.write_bytes(b"\x00\x00\x27\x0a\xff\xfe" * 20)
    with pytest.raises(BoundaryFileRefused, match="not text in UTF-8"):
        read_boundary_file(file)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.geojson", tmp_path):
        with pytest.raises(BoundaryFileRefused, match="cannot be read"):
            read_boundary_file(path)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "huge.geojson"
    with file.open("wb") as out:
        out.truncate(boundary_files.MOST_BYTES + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("was read"))
    with pytest.raises(BoundaryFileRefused, match="larger than 100 MB"):
        read_boundary_file(file)


def test_too_many_features_are_refused(tmp_path: Path) -> None:
    file = write_geojson(tmp_path / "many.geojson", *[{}] * (boundary_files.MOST_FEATURES + 1))
    with pytest.raises(BoundaryFileRefused, match="more than 10,000 features"):
        read_boundary_file(file)


@pytest.mark.django_db
def test_a_self_intersecting_area_is_repaired_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_municipality("peja")
    call_command(
        "import_boundaries", str(write_geojson(tmp_path / "a.geojson", feature(BOW_TIE, name="Peja")))
    )
    assert "not valid (Self-intersection" in capsys.readouterr().out
    assert shapely.from_wkb(bytes(Boundary.objects.get().area)).is_valid


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"])
def test_wgs_84_by_name_and_heights_are_taken(tmp_path: Path, name: str) -> None:
    high = polygon([21.0, 42.5, 600], [21.1, 42.5, 600], [21.1, 42.6, 600], [21.0, 42.5, 600])
    file = read_boundary_file(
        write_geojson(tmp_path / "a.geojson", feature(high, name="Peja"), crs=crs(name))
    )
    assert not file.areas[0].polygon.has_z


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    geometry=st.fixed_dictionaries(
        {"type": st.sampled_from(["Polygon", "MultiPolygon"]), "coordinates": JSON_VALUES}
    )
)
def test_no_coordinates_whatsoever_break_the_reader(tmp_path: Path, geometry: dict[str, Any]) -> None:
    file = tmp_path / "any.geojson"
    file.write_text(collection(geometry))
    with pytest.raises(BoundaryFileRefused):
        read_boundary_file(file)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(properties=JSON_VALUES)
def test_no_properties_whatsoever_break_the_reader(tmp_path: Path, properties: Any) -> None:
    file = tmp_path / "any.geojson"
    shape = feature(square(21.0, 42.5)) | {"properties": properties}
    document = json.dumps({"type": "FeatureCollection", "features": [shape]})
    file.write_text(document.replace("NaN", "0").replace("-Infinity", "0").replace("Infinity", "0"))
    assert read_boundary_file(file).areas[0].polygon.is_valid
