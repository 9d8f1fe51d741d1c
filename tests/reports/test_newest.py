"""The newest in an area and the newest of what changed: what the two ways find is what looking at each report finds."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from besa.reports.models import Report
from besa.reports.models.report import Visibility
from besa.reports.nearby import Box, Circle, box_around
from besa.reports.queries import newest
from besa.reports.queries.newest import Criteria, Mark, covering, newest_in, newest_of_changed
from tests.factories.public import make_category, make_municipality, make_report

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def _town() -> list[Report]:
    """150 reports in and around Peja, several of them made at the same moment; some are hidden."""
    dice = random.Random(3)
    waste, kukes = make_category("waste"), make_municipality("kukes")
    return [
        make_report(
            lat=42.66 + dice.uniform(-0.05, 0.05),
            lon=20.29 + dice.uniform(-0.05, 0.05),
            created_at=(made := NOW - dt.timedelta(hours=dice.randrange(60))),
            changed_at=made + dt.timedelta(hours=dice.randrange(200)),
            visibility=Visibility.HIDDEN if number % 10 == 0 else Visibility.PUBLIC,
            category=waste if number % 3 else None,
            municipality=kukes if number % 5 == 0 else None,
            state="fixed" if number % 2 else "received",
        )
        for number in range(150)
    ]


def _expected(reports: list[Report], wanted: Callable[[Report], bool]) -> list[int]:
    public = [one for one in reports if one.visibility == Visibility.PUBLIC and wanted(one)]
    return [one.pk for one in sorted(public, key=lambda one: (-one.created_at.timestamp(), one.pk))]


@pytest.mark.django_db
@pytest.mark.parametrize("row_count", [1, 10**9], ids=["back in time", "along the ground"])
def test_both_ways_find_the_newest_in_a_circle(row_count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = _town()
    # The estimate alone decides about the way: few or many reports are said to be there.
    monkeypatch.setattr(newest, "about_how_many", lambda box: 10**9 // row_count)
    circle = Circle(42.66, 20.29, 3_000)
    waste, kukes = make_category("waste"), make_municipality("kukes")
    expected = _expected(reports, lambda one: circle.holds(one.lat, one.lon))
    assert newest_in(circle, Criteria(), limit=1000).ids == expected
    first = newest_in(circle, Criteria(), limit=10)
    assert (first.ids, first.more) == (expected[:10], True)
    last = Report.objects.get(pk=first.ids[-1])
    second = newest_in(circle, Criteria(), limit=10, after=Mark(last.created_at, last.pk))
    assert second.ids == expected[10:20]
    found = newest_in(
        circle,
        Criteria([kukes.pk], [waste.pk], ["fixed"], created=(NOW - dt.timedelta(hours=40), NOW)),
        limit=1000,
    )
    assert found.ids == _expected(
        reports,
        lambda one: (
            circle.holds(one.lat, one.lon)
            and one.municipality_id == kukes.pk
            and one.category_id == waste.pk
            and one.state == "fixed"
            and one.created_at >= NOW - dt.timedelta(hours=40)
        ),
    )
    assert not found.more


@pytest.mark.django_db
def test_a_rectangle_holds_its_edges() -> None:
    report = make_report(lat=42.66, lon=20.29)
    make_report(lat=42.67, lon=20.29)
    assert newest_in(Box(20.29, 42.66, 20.29, 42.66), Criteria(), limit=5).ids == [report.pk]


@pytest.mark.django_db
def test_the_newest_of_what_changed() -> None:
    reports = _town()
    since, until = NOW, NOW + dt.timedelta(hours=30)
    criteria = Criteria(states=["received"], changed=(since, until))
    expected = _expected(reports, lambda one: one.state == "received" and since <= one.changed_at <= until)
    assert newest_of_changed(criteria, limit=1000) == expected
    assert newest_of_changed(criteria, limit=3) == expected[:3]


@pytest.mark.django_db
def test_too_many_changes_are_left_to_the_walk_through_time(monkeypatch: pytest.MonkeyPatch) -> None:
    _town()
    monkeypatch.setattr(newest, "_ROW", 0)
    assert newest_of_changed(Criteria(changed=(NOW - dt.timedelta(days=99), None)), limit=3) is None


@settings(deadline=None)
@given(lat=st.floats(-80, 80), lon=st.floats(-179, 179), radius=st.floats(1, 50_000), turn=st.floats(-1, 1))
def test_ranges_cover_the_whole_box(lat: float, lon: float, radius: float, turn: float) -> None:
    box = box_around(lat, lon, radius)
    ranges = covering(box)
    assert 0 < len(ranges) <= 32
    corners = [(y, x) for y in (box.south, box.north, lat) for x in (box.west, box.east, lon + turn / 1e3)]
    for y, x in corners:
        if box.west <= x <= box.east:
            key = newest.geo.key_of(y, x)
            assert any(first <= key < after for first, after in ranges)
