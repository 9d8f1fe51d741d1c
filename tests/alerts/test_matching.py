"""Who is found when something happens, against a look at every subscription there is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from besa.alerts.kinds import ALL, Kind, wanted_by
from besa.alerts.models import Frequency, Subscription
from besa.alerts.queries.matching import matches_of
from besa.alerts.scopes import Scope, scope_of
from besa.alerts.topics import area_topics, circle_topics
from besa.core.geo import key_of
from besa.people.models import Department
from besa.reports.models import Report
from besa.reports.nearby import Circle
from tests.factories.alerts import follow_scope
from tests.factories.people import a_department
from tests.factories.public import make_category, make_municipality, make_place, make_report

latitudes, longitudes = st.floats(-80, 80), st.floats(-178, 178)


@given(
    lat=latitudes,
    lon=longitudes,
    radius=st.integers(100, 50_000),
    north=st.floats(-1, 1),
    east=st.floats(-1, 1),
)
@settings(max_examples=400, deadline=None)
def test_whatever_lies_in_a_circle_is_in_a_cell_of_it(
    lat: float, lon: float, radius: int, north: float, east: float
) -> None:
    circle = Circle(lat, lon, radius)
    metre = 1 / 111_194
    point = (lat + north * radius * metre * 1.2, lon + east * radius * metre * 1.2)
    words = circle_topics(circle)
    assert len(words) <= 25
    report = Report(pk=1, municipality_id=1, category_id=1, zkey=key_of(*point), lat=point[0], lon=point[1])
    if circle.holds(*point):
        assert set(words) & set(area_topics(report))


def _world() -> dict[str, list[Any]]:
    towns = [make_municipality("peja"), make_municipality("kukes", lat=42.08, lon=20.42)]
    departments = [
        Department.objects.filter(municipality=town).first() or a_department(town) for town in towns
    ]
    return {
        "municipality": towns,
        "place": [make_place(town, name) for town in towns for name in ("Fshati", "Lagja")],
        "department": departments,
        "category": [make_category(), make_category("waste"), None],
    }


def _oracle(scope: Scope, report: Report) -> bool:
    """What following means, said plainly."""
    if scope.report:
        return scope.report.pk == report.pk
    if scope.category and scope.category.pk != report.category_id:
        return False
    if scope.circle:
        return scope.circle.holds(report.lat, report.lon)
    if scope.place:
        return scope.place.pk == report.place_id
    if scope.department:
        return scope.department.pk == report.department_id
    return scope.municipality is None or scope.municipality.pk == report.municipality_id


@st.composite
def _picks(draw: Any) -> list[tuple[Any, ...]]:
    pick = st.tuples(
        st.sampled_from(["everywhere", "municipality", "place", "department", "circle", "report"]),
        st.integers(0, 3),
        st.integers(0, 2),
        st.integers(1, int(ALL)),
        st.sampled_from(list(Frequency)),
        st.integers(0, 4),
        st.floats(42.0, 42.7),
        st.sampled_from([100, 1_000, 20_000]),
    )
    return draw(st.lists(pick, min_size=1, max_size=25))


def _scope(world: dict[str, list[Any]], pick: tuple[Any, ...], other: Report) -> Scope:
    area, which, category, _kinds, _frequency, _who, lat, radius = pick
    narrowed = world["category"][category]
    if area == "report":
        return Scope(report=other)
    if area == "circle":
        return Scope(circle=Circle(round(lat, 5), 20.3, radius), category=narrowed)
    if area == "everywhere":
        return Scope(category=narrowed)
    chosen = world[area][which % len(world[area])]
    town = chosen if area == "municipality" else chosen.municipality
    return Scope(**({"municipality": town, "category": narrowed} | {area: chosen}))


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(picks=_picks(), lat=st.floats(42.0, 42.7), kind=st.sampled_from(list(Kind)), where=st.integers(0, 3))
def test_the_index_finds_whom_a_look_at_everybody_finds(
    picks: list[tuple[Any, ...]], lat: float, kind: Kind, where: int
) -> None:
    Subscription.objects.all().delete()
    world = _world()
    place = world["place"][where]
    report = make_report(
        municipality=place.municipality,
        place=place,
        department=Department.objects.get(municipality=place.municipality),
        category=world["category"][where % 2],
        lat=lat,
        lon=20.3,
        exposed=False,
    )
    for number, pick in enumerate(picks):
        scope = _scope(world, pick, report if number % 2 else Report(pk=report.pk + 1))
        if scope.report and scope.report.pk != report.pk:
            continue
        follow_scope(scope, f"p{pick[5]}@example.com", kinds=Kind(pick[3]), frequency=pick[4])
    wanted = [
        one
        for one in Subscription.objects.select_related(
            "category", "place", "department", "municipality", "report"
        )
        if one.kinds & wanted_by(kind) and _oracle(scope_of(one), report)
    ]
    found = matches_of(report, kind)
    assert {match.subscriber_id for match in found} == {one.subscriber_id for one in wanted}
    rank = list(Frequency)
    for match in found:
        own = [one for one in wanted if one.subscriber_id == match.subscriber_id]
        soonest = min(own, key=lambda one: (rank.index(Frequency(one.frequency)), one.pk))
        assert match.subscription_id == soonest.pk


@pytest.mark.django_db
def test_one_look_at_an_index_whatever_the_number(django_assert_num_queries: Any) -> None:
    report = make_report()
    for number in range(20):
        follow_scope(Scope(municipality=report.municipality), f"p{number}@example.com", kinds=Kind.NEW)
    # And one for the reports that are the same problem.
    with django_assert_num_queries(2):
        assert len(matches_of(report, Kind.NEW)) == 20
    with django_assert_num_queries(2):
        assert matches_of(report, Kind.LATE) == []
