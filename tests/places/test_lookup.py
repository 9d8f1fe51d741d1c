"""A point finds its municipality and its nearest place, on the right day, from any thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import shapely
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from besa.core import held
from besa.core.models import Revision
from besa.places.lookup import (
    area_at,
    is_inside,
    municipalities_at,
    municipality_at,
    nearest_place,
    nearest_places,
)
from besa.places.memory import Area, AreaIndex
from besa.places.models import Boundary, Place
from tests.factories.places import bound, make_municipality, make_place, square

pytestmark = pytest.mark.django_db


def test_a_point_is_in_the_municipality_whose_area_holds_it() -> None:
    west, east = make_municipality("west"), make_municipality("east", west=21.1)
    bound(west, square(21.0, 42.5))
    bound(east, square(21.1, 42.5))
    assert municipality_at(42.55, 21.05) == west.pk
    assert municipality_at(42.55, 21.15) == east.pk
    assert municipality_at(42.45, 21.05) is None


def test_a_hole_belongs_to_whoever_fills_it() -> None:
    around, enclave = make_municipality("around"), make_municipality("enclave")
    inner = square(21.04, 42.54, 0.02)
    bound(around, square(21.0, 42.5).difference(inner))
    bound(enclave, inner)
    assert municipality_at(42.55, 21.05) == enclave.pk
    assert municipality_at(42.51, 21.01) == around.pk


def test_kosovo_comes_first_on_the_shared_border() -> None:
    albanian = make_municipality("aaa", country="AL")
    kosovar = make_municipality("zzz", country="XK")
    bound(albanian, square(20.0, 42.0))
    bound(kosovar, square(20.08, 42.0))
    assert municipality_at(42.05, 20.09) == kosovar.pk
    assert is_inside(42.05, 20.09, albanian.pk)


def test_an_official_boundary_comes_before_an_approximate_one() -> None:
    official = make_municipality("official", country="AL")
    guessed = make_municipality("guessed", country="XK")
    bound(official, square(20.0, 42.0))
    bound(guessed, square(20.0, 42.0), approximate=True)
    area = area_at(42.05, 20.05)
    assert area is not None
    assert (area.municipality_id, area.approximate) == (official.pk, False)


def test_the_boundary_of_the_day_counts() -> None:
    old, new = make_municipality("old"), make_municipality("new")
    boundary = bound(old, square(21.0, 42.5))
    Boundary.objects.filter(pk=boundary.pk).update(valid_to=date(2020, 5, 1))
    bound(new, square(21.0, 42.5), valid_from=date(2020, 5, 1))
    assert municipality_at(42.55, 21.05, on=date(2020, 4, 30)) == old.pk
    assert municipality_at(42.55, 21.05, on=date(2020, 5, 1)) == new.pk
    assert municipality_at(42.55, 21.05) == new.pk
    assert municipality_at(42.55, 21.05, on=date(1999, 12, 31)) is None
    assert not is_inside(42.55, 21.05, old.pk)
    assert is_inside(42.55, 21.05, old.pk, on=date(2020, 4, 30))


@pytest.mark.parametrize(
    ("lat", "lon"), [(float("nan"), 21.05), (42.55, float("inf")), (91, 21.05), (42.55, -181), (1e308, 1e308)]
)
def test_what_is_no_point_on_earth_is_nowhere(lat: float, lon: float) -> None:
    here = make_municipality("here")
    bound(here, square(21.0, 42.5))
    make_place(here, "village", 42.55, 21.05)
    assert municipality_at(lat, lon) is None
    assert not is_inside(lat, lon, here.pk)
    assert nearest_place(lat, lon, here.pk) is None


def test_the_nearest_place_is_one_of_the_same_municipality() -> None:
    here, there = make_municipality("here"), make_municipality("there")
    near = make_place(here, "near", 42.55, 21.05)
    make_place(here, "far", 42.58, 21.05)
    make_place(there, "closest", 42.551, 21.051)
    empty = make_municipality("empty")
    assert nearest_place(42.551, 21.051, here.pk) == near.pk
    assert nearest_place(42.551, 21.051, empty.pk) is None


def test_a_degree_of_longitude_is_shorter_than_one_of_latitude() -> None:
    here = make_municipality("here")
    make_place(here, "north", 42.55 + 0.010, 21.05)
    east = make_place(here, "east", 42.55, 21.05 + 0.012)
    assert nearest_place(42.55, 21.05, here.pk) == east.pk


def test_many_points_at_once_are_answered_as_one_by_one() -> None:
    here = make_municipality("here")
    bound(here, square(21.0, 42.5))
    make_place(here, "one", 42.51, 21.01)
    make_place(here, "two", 42.59, 21.09)
    lats, lons = [42.52, 42.58, 42.4], [21.02, 21.08, 21.0]
    points = list(zip(lats, lons, strict=True))
    assert municipalities_at(lats, lons) == [municipality_at(*point) for point in points]
    assert nearest_places(lats, lons, here.pk) == [nearest_place(*point, here.pk) for point in points]


def test_another_process_sees_a_change_within_its_next_check(monkeypatch: pytest.MonkeyPatch) -> None:
    here = make_municipality("here")
    boundary = bound(here, square(21.0, 42.5))
    assert municipality_at(42.55, 21.05) == here.pk
    # As another process writes: this one notices nothing.
    monkeypatch.setattr(connections["default"], "execute_wrappers", [])
    Boundary.objects.filter(pk=boundary.pk).update(area=shapely.to_wkb(square(20.0, 42.0)))
    Revision.objects.filter(name="places").update(token="another")
    assert municipality_at(42.55, 21.05) == here.pk
    monkeypatch.setattr(held, "CHECK_EVERY_S", 0.0)
    assert municipality_at(42.55, 21.05) is None


def test_between_checks_a_look_up_needs_no_query(django_assert_num_queries: object) -> None:
    here = make_municipality("here")
    bound(here, square(21.0, 42.5))
    municipality_at(42.55, 21.05)
    with django_assert_num_queries(0):
        assert municipality_at(42.56, 21.06) == here.pk


def test_many_threads_share_one_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    # Other threads have connections of their own, which do not see what this test has not committed: nothing is
    # read again while it lasts, however slow the machine is.
    monkeypatch.setattr(held, "CHECK_EVERY_S", 3600.0)
    here = make_municipality("here")
    bound(here, square(21.0, 42.5))
    municipality_at(42.55, 21.05)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda n: municipality_at(42.5 + n / 20_000, 21.05), range(2_000)))
    assert set(answers[1:]) == {here.pk}


def _area(number: int, polygon: object) -> Area:
    return Area(number, "XK", f"m{number:02}", polygon, date(2000, 1, 1), None, approximate=False)


@given(st.lists(st.tuples(st.floats(42, 43), st.floats(20, 22)), min_size=1, max_size=30))
def test_the_index_agrees_with_asking_every_area(points: list[tuple[float, float]]) -> None:
    areas = [_area(n, square(20 + (n % 6) * 0.3, 42 + (n // 6) * 0.3, 0.35)) for n in range(18)]
    index = AreaIndex(areas)
    for lat, lon in points:
        expected = next((a for a in areas if a.polygon.covers(shapely.Point(lon, lat))), None)
        assert index.at(lat, lon) is expected
    lats, lons = zip(*points, strict=True)
    assert index.at_many(lats, lons) == [index.at(lat, lon) for lat, lon in points]


def test_places_are_found_by_their_ids() -> None:
    here = make_municipality("here")
    place = make_place(here, "one", 42.51, 21.01)
    assert Place.objects.get(pk=nearest_place(42.5, 21.0, here.pk)) == place
