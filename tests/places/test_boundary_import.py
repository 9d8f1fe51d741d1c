"""Importing boundaries: names in any language, validity over time, and a report of all that was found."""

from __future__ import annotations

import hashlib
import random
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
import shapely
import time_machine
from django.core.management import CommandError, call_command

from besa.ledger.models import Entry
from besa.places.lookup import area_at, municipality_at
from besa.places.models import Boundary, Municipality
from besa.places.services import BEGINNING, load_builtin_places
from tests.factories.places import bound, feature, make_municipality, square, write_geojson
from tests.places.real_boundaries import FILES, official_areas, points_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def peja() -> Municipality:
    return make_municipality("peja", names={"sq": "Peja", "sr": "Пећ", "en": "Peja"}, other_names=["Pejë"])


@pytest.fixture
def gjakova() -> Municipality:
    return make_municipality("gjakova", west=21.1, names={"sq": "Gjakova", "sr": "Ђаковица", "en": "Gjakova"})


def run(file: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_boundaries", str(file), *options, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    "facts",
    [
        {"shapeName": "Peja"},
        {"name": "Opština Peć", "name:sq": "Komuna e Pejës"},
        {"name": None, "name:sr": "Пећ"},
        {"name_sr": "Peć", "level": "municipality"},
        {"name": "PEJE"},
        {"name": "Municipality of Peja", "country": "XK"},
        {"official_name": "Pejë", "shapeGroup": "XKX"},
    ],
)
def test_a_name_is_found_in_any_language_and_script(
    peja: Municipality, tmp_path: Path, facts: dict[str, str]
) -> None:
    run(write_geojson(tmp_path / "a.geojson", feature(square(21.0, 42.5), **facts)))
    assert municipality_at(42.55, 21.05) == peja.pk


def test_a_similar_name_is_taken_only_when_the_seat_is_inside(tmp_path: Path) -> None:
    make_municipality("skenderaj", names={"sq": "Skenderaj"})
    here = write_geojson(tmp_path / "a.geojson", feature(square(21.0, 42.5), name="Skënderaji"))
    assert "only similar" in run(here)
    elsewhere = write_geojson(tmp_path / "b.geojson", feature(square(20.0, 42.5), name="Skënderaji"))
    with pytest.raises(CommandError, match="No area of the file has the name of a municipality"):
        run(elsewhere)


def test_what_did_not_match_and_what_is_missing_is_listed(
    peja: Municipality, gjakova: Municipality, tmp_path: Path
) -> None:
    told = run(
        write_geojson(
            tmp_path / "a.geojson",
            feature(square(21.0, 42.5), name="Peja"),
            feature(square(20.5, 42.5), name="Atlantis"),
            feature(square(20.7, 42.5), level="municipality"),
        )
    )
    assert "Municipalities found in the file: 1" in told
    assert "feature 2 (Atlantis)" in told
    assert "no property that is a name" in told
    assert "Gjakova (XK)" in told


def test_a_seat_outside_its_area_is_told(peja: Municipality, tmp_path: Path) -> None:
    assert "its seat lies outside" in run(
        write_geojson(tmp_path / "a.geojson", feature(square(20.0, 42.5), name="Peja"))
    )


def test_a_dry_run_changes_nothing(peja: Municipality, tmp_path: Path) -> None:
    file = write_geojson(tmp_path / "a.geojson", feature(square(21.0, 42.5), name="Peja"))
    assert "nothing was changed" in run(file, "--dry-run")
    assert not Boundary.objects.exists()
    assert not Entry.objects.exists()


def test_the_first_official_boundary_replaces_the_guess_for_all_time(
    peja: Municipality, tmp_path: Path
) -> None:
    bound(peja, square(20.0, 42.5), approximate=True, valid_from=BEGINNING)
    run(
        write_geojson(tmp_path / "a.geojson", feature(square(21.0, 42.5), name="Peja")),
        "--source",
        "Cadastre",
    )
    boundary = Boundary.objects.get()
    assert (boundary.approximate, boundary.source, boundary.valid_from) == (False, "Cadastre", BEGINNING)
    assert municipality_at(42.55, 21.05, on=date(2013, 1, 1)) == peja.pk


def test_a_later_boundary_closes_the_one_before_it(peja: Municipality, tmp_path: Path) -> None:
    bound(peja, square(20.0, 42.5))
    file = write_geojson(tmp_path / "a.geojson", feature(square(21.0, 42.5), name="Peja"))
    run(file, "--valid-from", "2025-07-01", "--licence", "ODbL")
    old, new = Boundary.objects.order_by("valid_from")
    assert old.valid_to == new.valid_from == date(2025, 7, 1)
    assert municipality_at(42.55, 20.05, on=date(2025, 6, 30)) == peja.pk
    assert municipality_at(42.55, 20.05, on=date(2025, 7, 1)) is None
    assert municipality_at(42.55, 21.05) == peja.pk


def test_without_a_day_a_second_import_holds_from_today(peja: Municipality, tmp_path: Path) -> None:
    run(write_geojson(tmp_path / "a.geojson", feature(square(21.0, 42.5), name="Peja")))
    with time_machine.travel("2027-03-04 12:00:00Z"):
        run(write_geojson(tmp_path / "b.geojson", feature(square(21.0, 42.5, 0.2), name="Peja")))
    assert Boundary.objects.get(valid_to=None).valid_from == date(2027, 3, 4)


def test_a_correction_on_the_same_day_leaves_one_boundary(peja: Municipality, tmp_path: Path) -> None:
    bound(peja, square(20.0, 42.5))
    for size in (0.1, 0.2):
        file = write_geojson(tmp_path / "a.geojson", feature(square(21.0, 42.5, size), name="Peja"))
        run(file, "--valid-from", "2025-07-01")
    old, new = Boundary.objects.order_by("valid_from")
    assert (old.valid_to, new.valid_to) == (date(2025, 7, 1), None)
    assert municipality_at(42.65, 21.15) == peja.pk


def test_an_import_before_a_standing_boundary_is_refused(peja: Municipality, tmp_path: Path) -> None:
    bound(peja, square(21.0, 42.5), valid_from=date(2025, 1, 1))
    file = write_geojson(tmp_path / "a.geojson", feature(square(21.0, 42.5, 0.2), name="Peja"))
    with pytest.raises(CommandError, match="Give a later day"):
        run(file, "--valid-from", "2024-12-31")
    assert Boundary.objects.get().valid_to is None


def test_the_same_file_again_changes_nothing(peja: Municipality, tmp_path: Path) -> None:
    file = write_geojson(tmp_path / "a.geojson", feature(square(21.0, 42.5), name="Peja"))
    run(file)
    with time_machine.travel(date.today() + timedelta(days=3)):
        assert "Already the same: 1" in run(file)
    assert Boundary.objects.count() == 1
    assert Entry.objects.filter(verb="places.boundaries_imported").count() == 1


def test_the_ledger_holds_the_hash_of_the_file(peja: Municipality, tmp_path: Path) -> None:
    file = write_geojson(tmp_path / "a.geojson", feature(square(21.0, 42.5), name="Peja"))
    run(file)
    entry = Entry.objects.get(verb="places.boundaries_imported")
    assert hashlib.sha256(file.read_bytes()).hexdigest() in entry.leaf
    assert entry.municipality == "peja"


def test_a_sliver_between_neighbours_is_told_and_taken(
    peja: Municipality, gjakova: Municipality, tmp_path: Path
) -> None:
    told = run(
        write_geojson(
            tmp_path / "a.geojson",
            feature(square(21.0, 42.5, 0.1002), name="Peja"),
            feature(square(21.1, 42.5), name="Gjakova"),
        )
    )
    assert "a sliver" in told
    assert Boundary.objects.count() == 2


def test_a_large_overlap_is_refused(peja: Municipality, gjakova: Municipality, tmp_path: Path) -> None:
    file = write_geojson(
        tmp_path / "a.geojson",
        feature(square(21.0, 42.5, 0.12), name="Peja"),
        feature(square(21.1, 42.5), name="Gjakova"),
    )
    with pytest.raises(CommandError, match="Peja and Gjakova overlap by"):
        run(file)
    assert not Boundary.objects.exists()


def test_an_overlap_with_a_boundary_that_is_already_there_is_refused(
    peja: Municipality, gjakova: Municipality, tmp_path: Path
) -> None:
    bound(gjakova, square(21.1, 42.5))
    with pytest.raises(CommandError, match="overlap by"):
        run(write_geojson(tmp_path / "a.geojson", feature(square(21.0, 42.5, 0.12), name="Peja")))


def test_on_the_state_border_kosovo_comes_first(peja: Municipality, tmp_path: Path) -> None:
    has = make_municipality("has", country="AL", west=21.1)
    told = run(
        write_geojson(
            tmp_path / "a.geojson",
            feature(square(21.0, 42.5, 0.1005), name="Peja"),
            feature(square(21.1, 42.5), name="Has"),
        )
    )
    assert "Kosovo comes first" in told
    assert municipality_at(42.55, 21.1002) == peja.pk
    assert municipality_at(42.55, 21.15) == has.pk


def test_a_municipality_twice_in_a_file_is_refused(peja: Municipality, tmp_path: Path) -> None:
    file = write_geojson(
        tmp_path / "a.geojson",
        feature(square(21.0, 42.5), name="Peja"),
        feature(square(20.5, 42.5), name="Pejë"),
    )
    with pytest.raises(CommandError, match="in the file twice"):
        run(file)


def test_one_country_of_a_file_can_be_taken(peja: Municipality, tmp_path: Path) -> None:
    make_municipality("has", country="AL", west=21.1)
    file = write_geojson(
        tmp_path / "a.geojson",
        feature(square(21.0, 42.5), name="Peja"),
        feature(square(21.1, 42.5), name="Has"),
    )
    assert "feature 2 (Has)" in run(file, "--country", "XK")


@pytest.mark.parametrize("order", [FILES, FILES[::-1]])
def test_all_99_real_boundaries_are_right(shared_data: Path, order: tuple[str, ...]) -> None:
    load_builtin_places()
    for name in order:
        run(shared_data / "boundaries" / name)
    assert not Boundary.objects.filter(approximate=True).exists()
    ids = dict(Municipality.objects.values_list("slug", "pk"))
    areas = official_areas(shared_data)
    rng = random.Random(3)
    everything = shapely.STRtree(list(areas.values()))
    for slug, area in areas.items():
        for lat, lon in points_in(area, 40, rng):
            if len(everything.query(shapely.Point(lon, lat), predicate="intersects")) == 1:
                assert municipality_at(lat, lon) == ids[slug], (slug, lat, lon)


def test_kosovo_comes_first_on_the_real_border(shared_data: Path) -> None:
    load_builtin_places()
    for name in FILES[::-1]:
        run(shared_data / "boundaries" / name)
    areas = official_areas(shared_data)
    kosovo = shapely.union_all([areas[m.slug] for m in Municipality.objects.filter(country="XK")])
    albania = shapely.union_all([areas[m.slug].buffer(0) for m in Municipality.objects.filter(country="AL")])
    points = points_in(kosovo.intersection(albania), 50, random.Random(5))
    for lat, lon in points:
        area = area_at(lat, lon)
        assert area is not None and area.country == "XK"
