"""Counts and words follow every change, and equal what is counted from the reports themselves."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from besa.core.geo import key_of
from besa.reports import exposure
from besa.reports.models import Report, SearchText, StateCount, TileCount, TileStamp
from besa.reports.models.report import STATES, Visibility
from besa.reports.tallies import tally_of
from besa.reports.words import words_of_report
from tests.factories.public import make_category, make_municipality, make_report


def _derived() -> tuple[Any, ...]:
    cells = TileCount.objects.exclude(n=0).values_list("level", "category", "state", "week", "prefix", "n")
    states = StateCount.objects.exclude(n=0).values_list("municipality", "category", "state", "n")
    return sorted(cells), sorted(states), sorted(SearchText.objects.values_list("report_id", "words"))


_points = st.sampled_from([(42.66, 20.29), (42.6601, 20.2901), (41.9, 20.5), (40.1, 19.7)])
_steps = st.lists(
    st.tuples(
        st.sampled_from(["appear", "disappear", "state", "category", "move"]),
        st.integers(0, 2),
        st.sampled_from(STATES),
        st.sampled_from(["potholes", "waste"]),
        _points,
    ),
    max_size=14,
)


class RandomLives(TestCase):
    """Hypothesis drives reports through any order of changes."""

    @settings(max_examples=30, deadline=None)
    @given(steps=_steps)
    def test_counts_after_any_life_equal_a_recount(self, steps: list[Any]) -> None:
        reports = [make_report(exposed=False, visibility=Visibility.PRIVATE) for _ in range(3)]
        for verb, index, state, category, point in steps:
            with transaction.atomic():
                _apply(reports[index], verb, state, category, point)
        kept = _derived()
        with transaction.atomic():
            exposure.rebuild_exposure()
        assert kept == _derived()


def _apply(report: Report, verb: str, state: str, category: str, point: tuple[float, float]) -> None:
    public = report.visibility == Visibility.PUBLIC
    old = {"old_state": report.state, "old_category_id": report.category_id, "old_zkey": report.zkey}
    if verb == "appear" and not public:
        report.visibility = Visibility.PUBLIC
        report.save()
        exposure.appear(report)
    elif verb == "disappear" and public:
        report.visibility = Visibility.HIDDEN
        report.save()
        exposure.disappear(report)
    elif verb in {"state", "category", "move"}:
        if verb == "state":
            report.state = state
        if verb == "category":
            report.category = make_category(category)
        if verb == "move":
            report.lat, report.lon = point
            report.zkey = key_of(*point)
        report.save()
        exposure.change(report, **old)


@pytest.mark.django_db
def test_reports_brought_in_together_count_like_single_ones() -> None:
    waste, prizren = make_category("waste"), make_municipality("prizren")
    singles = [make_report(), make_report(category=waste), make_report(municipality=prizren, state="fixed")]
    kept = _derived()
    for model in (TileCount, StateCount, SearchText):
        model.objects.all().delete()
    with transaction.atomic():
        spots = Counter((r.zkey, r.municipality_id, r.category_id, r.state, r.week) for r in singles)
        exposure.appear_together(tally_of(spots), [(r.pk, words_of_report(r)) for r in singles])
    assert _derived() == kept


@pytest.mark.django_db
def test_every_change_stamps_the_tiles_around_it() -> None:
    report = make_report()
    before = TileStamp.objects.get()
    with transaction.atomic():
        exposure.change(
            report, old_state=report.state, old_category_id=report.category_id, old_zkey=report.zkey
        )
    assert TileStamp.objects.get().changes == before.changes + 1
    assert TileStamp.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_counted_outside_a_transaction() -> None:
    report = make_report(exposed=False)
    with pytest.raises(RuntimeError):
        exposure.appear(report)
    assert not TileCount.objects.exists()
