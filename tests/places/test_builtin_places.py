"""What is built in: the facts are complete, seats are where they should be, and loading twice changes nothing."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from django.core.management import call_command

from besa.core import languages
from besa.ledger.models import Entry
from besa.places import builtin_data
from besa.places.lookup import area_at, municipality_at
from besa.places.models import Boundary, Municipality
from besa.places.services import Loaded, load_builtin_places
from tests.places.real_boundaries import official_areas, points_in

PILOTS = {"prishtina", "mitrovica", "gjakova", "peja", "gjilan", "ferizaj", "prizren", "kukes"}
CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@pytest.fixture
def _loaded(db: None) -> None:
    load_builtin_places()


def test_all_municipalities_of_both_countries_are_known() -> None:
    rows = builtin_data.municipalities()
    assert Counter(row.country for row in rows) == {"XK": 38, "AL": 61}
    assert len({row.slug for row in rows}) == 99
    assert {row.slug for row in rows if row.active} == PILOTS


def test_every_name_is_in_every_language_and_script() -> None:
    for row in builtin_data.municipalities():
        for names in (row.names, row.seat):
            assert set(names) == {"sq", "sr", "en"}, row.slug
            assert not CYRILLIC.search(names["sq"] + names["en"]), row.slug
            assert not re.search("[A-Za-z]", names["sr"]), row.slug
            assert not CYRILLIC.search(languages.choose(names, languages.SR_LATN)), row.slug
    for place in builtin_data.places():
        assert not CYRILLIC.search(place.names["sq"]), place
        assert not re.search("[A-Za-z]", place.names["sr"]), place


def test_official_languages_are_ones_that_besa_speaks() -> None:
    for row in builtin_data.municipalities():
        assert row.languages == (["sq", "sr"] if row.country == "XK" else ["sq"])


def test_a_population_names_its_source() -> None:
    assert all(bool(row.population) == bool(row.population_source) for row in builtin_data.municipalities())


def test_each_pilot_has_dozens_of_places_and_its_neighbourhoods() -> None:
    places = builtin_data.places()
    assert set(Counter(place.municipality for place in places)) == PILOTS
    assert min(Counter(place.municipality for place in places).values()) >= 45
    assert {place.municipality for place in places if place.kind == "neighbourhood"} == PILOTS
    assert len({(place.municipality, place.slug) for place in places}) == len(places)


def test_loading_makes_everything_and_again_nothing(db: None) -> None:
    first = load_builtin_places()
    assert first == Loaded(99, len(builtin_data.places()), 99)
    assert load_builtin_places() == Loaded(0, 0, 0)
    assert Entry.objects.filter(verb="places.builtin_loaded").count() == 1


@pytest.mark.usefixtures("_loaded")
def test_what_an_administrator_changed_stays() -> None:
    Municipality.objects.filter(slug="peja").update(active=False, names={"sq": "Pejë"})
    load_builtin_places()
    assert Municipality.objects.get(slug="peja").names == {"sq": "Pejë"}
    assert not Municipality.objects.get(slug="peja").active


@pytest.mark.usefixtures("_loaded")
def test_an_approximate_area_is_redone_when_more_places_are_known() -> None:
    Boundary.objects.filter(municipality__slug="peja").update(area=shapely.to_wkb(shapely.box(0, 0, 1, 1)))
    assert load_builtin_places() == Loaded(0, 0, 1)


@pytest.mark.usefixtures("_loaded")
def test_every_seat_and_place_is_in_its_approximate_area() -> None:
    ids = dict(Municipality.objects.values_list("slug", "pk"))
    for row in builtin_data.municipalities():
        assert municipality_at(row.lat, row.lon) == ids[row.slug], row.slug
    for place in builtin_data.places():
        assert municipality_at(place.lat, place.lon) == ids[place.municipality], place


@pytest.mark.usefixtures("_loaded")
def test_approximate_areas_say_so_and_do_not_overlap() -> None:
    area = area_at(42.66, 21.16)
    assert area is not None and area.approximate
    polygons = [shapely.from_wkb(bytes(row.area)) for row in Boundary.objects.all()]
    assert all(polygon.is_valid for polygon in polygons)
    together = shapely.union_all(polygons).area
    assert sum(polygon.area for polygon in polygons) == pytest.approx(together, rel=1e-9)


@pytest.mark.parametrize(
    ("lat", "lon"), [(41.5, 18.9), (40.0, 19.2), (42.0, 21.43), (43.3, 21.9), (42.44, 19.26), (39.62, 19.92)]
)
@pytest.mark.usefixtures("_loaded")
def test_the_sea_and_other_countries_are_in_no_municipality(lat: float, lon: float) -> None:
    assert municipality_at(lat, lon) is None


def test_the_command_says_what_was_new(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_places")
    assert "99 municipalities" in capsys.readouterr().out


def test_every_seat_and_place_is_inside_the_official_boundary(shared_data: Path) -> None:
    areas = official_areas(shared_data)
    for row in builtin_data.municipalities():
        assert areas[row.slug].covers(shapely.Point(row.lon, row.lat)), row.slug
    for slug, lat, lon in builtin_data.neighbouring_villages():
        assert areas[slug].covers(shapely.Point(lon, lat)), (slug, lat, lon)
    for place in builtin_data.places():
        assert areas[place.municipality].covers(shapely.Point(place.lon, place.lat)), place


@pytest.mark.usefixtures("_loaded")
def test_most_points_of_a_pilot_agree_with_its_official_boundary(
    shared_data: Path, record_property: Callable[[str, object], None]
) -> None:
    ids = dict(Municipality.objects.values_list("slug", "pk"))
    rng = random.Random(7)
    shares = {}
    for slug, area in official_areas(shared_data).items():
        points = points_in(area, 60, rng)
        shares[slug] = sum(municipality_at(lat, lon) == ids[slug] for lat, lon in points) / len(points)
    record_property("agreement", shares)
    assert min(shares[slug] for slug in PILOTS) > 0.8
