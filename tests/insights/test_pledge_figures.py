"""Figures and charts of pledges: the same as counted by hand, at any past day, and the same in text and chart."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from besa.core.brands import DEFAULT
from besa.core.figures import AskedWrongly
from besa.core.registries import figures
from besa.insights.bound import Value, figure_of
from besa.insights.bound_charts import CHARTS
from besa.insights.charts import keeping
from besa.insights.charts.tables import table_of
from besa.insights.pledge_figures import PLEDGE_FIGURES
from besa.insights.reader import Reader
from besa.insights.series import Counted
from besa.pledges.models import Mandate, Pledge, Rating
from besa.pledges.statuses import STATUSES, Level, Status
from besa.reports.services.answers import fix_report
from tests.factories.pledges import TODAY, a_desk, a_draft
from tests.factories.public import make_municipality, make_place, make_report
from tests.factories.public_pledges import published_mandate
from tests.pledges.test_public_pages import corrected, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> None:
    translation.activate("en")


def read(key: str, of: Mandate, **asked: str) -> Value:
    figure = figure_of(f"pledges.{key}")
    assert figure is not None
    return figure.read({"mandate": of.slug, **asked})


def by_hand(mandate: Mandate, days_ago: int) -> Counter[str]:
    """The newest rating of each pledge that was recorded by the end of a day, read row by row."""
    until = timezone.now() - timedelta(days=days_ago)
    newest: dict[int, str] = {}
    for rating in Rating.objects.filter(pledge__mandate=mandate, recorded_at__lte=until).order_by(
        "recorded_at"
    ):
        newest[rating.pledge_id] = rating.new
    return Counter(newest.values())


@pytest.mark.parametrize("days_ago", [0, 100])
def test_counts_and_shares_are_those_of_the_rows(days_ago: int) -> None:
    mandate = published_mandate(n=40)
    day = (TODAY - timedelta(days=days_ago)).isoformat()
    counted = by_hand(mandate, days_ago)
    scored = sum(n for status, n in counted.items() if STATUSES[Status(status)].scored)
    assert scored > 30
    for status, facts in STATUSES.items():
        assert read(status.value, mandate, as_of=day).value == counted[status]
        if facts.scored:
            share = read(f"{status.value}_share", mandate, as_of=day)
            assert (share.value, share.n) == (counted[status] / scored, scored)
    assert read("total", mandate, as_of=day).value == 40
    assert read("evidence", mandate, as_of=day).value == read("evidence", mandate, as_of=day).n == 40
    assert sum(read(f"evidence_{grade}", mandate).value or 0 for grade in "abcd") == 40


def test_before_the_first_round_nothing_is_rated_and_no_share_is_nought() -> None:
    mandate = published_mandate(n=5)
    day = (TODAY - timedelta(days=300)).isoformat()
    share = read("fulfilled_share", mandate, as_of=day)
    assert (share.value, share.n, share.text) == (None, 0, "–")
    assert read("unrated", mandate, as_of=day).value == 5
    assert read("reliability", mandate, as_of=day).value is None


def test_a_correction_changes_today_and_no_day_before() -> None:
    desk = a_desk()
    pledges = published(desk, "partly", "fulfilled", "superseded")
    a_draft(desk, "Ende draft.")
    before = read("fulfilled_share", desk.mandate)
    assert (before.value, before.n, before.text) == (0.5, 2, "50%")
    moment = Reader()
    corrected(desk, pledges[0], "in_progress")
    assert read("partly", desk.mandate).value == 0
    assert read("in_progress", desk.mandate).value == 1
    figure = figure_of("pledges.partly")
    assert figure is not None
    assert figure.read({"mandate": desk.mandate.slug}, moment).value == 1
    assert read("total", desk.mandate).value == 3


def test_what_was_true_on_a_day_is_not_what_was_known_by_then() -> None:
    desk = a_desk()
    published(desk, "fulfilled")  # true since 11 days, learnt today
    earlier = (TODAY - timedelta(days=15)).isoformat()
    assert read("unrated", desk.mandate, true_on=earlier).value == 1
    assert read("fulfilled", desk.mandate).value == 1
    assert read("total", desk.mandate, as_of=earlier).value == 0


def test_agreement_has_its_number_of_pledges_and_its_interval() -> None:
    alpha = read("reliability", published_mandate(n=40))
    assert alpha.value is not None and alpha.low is not None and alpha.high is not None
    assert alpha.low <= alpha.value <= alpha.high <= 1
    assert alpha.n == 40
    assert len(alpha.text.partition(".")[2]) == 2


def test_an_area_and_a_place_are_counted_alone() -> None:
    mandate = published_mandate(n=20)
    area = Pledge.objects.filter(mandate=mandate).values_list("area", flat=True)[0]
    there = Pledge.objects.filter(mandate=mandate, area=area).count()
    assert 0 < there < 20
    assert read("total", mandate, area=area).value == there
    for wrong in ({"mandate": "nobody"}, {"area": "none"}, {"place": "nowhere"}, {"as_of": "1.1.2026"}):
        with pytest.raises(AskedWrongly) as error:
            read("total", mandate, **wrong)
        assert error.value.field in wrong


def test_a_place_what_is_late_and_each_level_are_counted_by_themselves() -> None:
    desk = a_desk()
    there = make_place(desk.municipality)
    found = ("fulfilled", "superseded", "in_progress", "partly", "not_started", "fulfilled")
    mandate = published_mandate(desk, n=24, places=(there,), statuses=found, late=(1, 2, 3))
    assert read("total", mandate, place=there.slug).value == Pledge.objects.filter(places=there).count() == 12
    newest = Rating.objects.filter(pledge__mandate=mandate, case__round__number=2)
    scored = [rating.new for rating in newest if rating.new != "superseded"]
    assert (read("late", mandate).value, read("late", mandate).n) == (2, len(scored))  # and a superseded one
    levels = Counter(STATUSES[Status(new)].level for new in scored)
    assert len(levels) == len(Level)
    for level in Level:
        assert read(f"level_{level.value}_share", mandate).value == levels[level] / len(scored)


def test_evidence_of_two_pledges_is_one_piece() -> None:
    mandate = published_mandate(n=4)
    first, second = Rating.objects.filter(pledge__mandate=mandate, case__round__number=2).order_by("pk")[:2]
    second.evidence.add(first.evidence.get())
    assert read("evidence", mandate).value == read("evidence_a", mandate).value == 4


def test_every_figure_asks_for_itself_again_also_for_programs() -> None:
    mandate = published_mandate(n=20)
    client = Client()
    for figure in PLEDGE_FIGURES:
        assert figures.get(figure.key) is figure
        value = read(figure.key.removeprefix("pledges."), mandate)
        again = json.loads(client.get(f"/figures/{figure.key}.json", value.question).content)
        assert (again["value"], again["n"], again["counted"]) == (value.value, value.n, "pledges")
        assert f"on={TODAY.isoformat()}" in value.address("sq", "besa")
    told = client.get("/api/v1/statistics/pledges.fulfilled_share", {"mandate": mandate.slug}).json()
    assert told["n"] == read("scored", mandate).value


@pytest.mark.parametrize("key", list(CHARTS))
def test_a_chart_shows_the_same_numbers_as_the_figures(key: str) -> None:
    mandate = published_mandate(n=40)
    due = timezone.now() - timedelta(hours=1)
    fix_report(report=make_report(municipality=make_municipality(), response_due_at=due), role="officer")
    reader = Reader()
    chart = CHARTS[key].read({"mandate": mandate.slug, "municipality": "peja"}, reader, brand="besa")
    assert not chart.empty
    assert table_of(chart).rows
    if chart.counted is Counted.REPORTS:
        assert chart.n == 1
        return
    points = {point.key: point.value for point in chart.series[0].points}
    for status in STATUSES:
        if key == "pledge_statuses" and status in points:
            assert points[status] == read(status.value, mandate).value
    if key == "pledge_levels":
        assert points["fulfilled"] == read("level_fulfilled_share", mandate).value
        assert chart.n == read("scored", mandate).value
    if key == "pledge_areas":
        area = chart.series[0].points[0].key
        assert points[area] == read("fulfilled_share", mandate, area=area).value
    assert b"40 pledges" in keeping.file_of(keeping.keep(chart, DEFAULT), "chart.svg")


def test_what_is_read_together_does_not_see_what_comes_in_between() -> None:
    town = make_municipality()
    make_report(municipality=town)
    reader, open_ones = Reader(), figure_of("reports.open")
    assert open_ones is not None
    first = open_ones.read({"municipality": "peja"}, reader)
    make_report(municipality=town)
    chart = CHARTS["arrivals"].read({"municipality": "peja"}, reader, brand="besa")
    assert first.value == chart.n == 1
    assert open_ones.read({"municipality": "peja"}).value == 2
