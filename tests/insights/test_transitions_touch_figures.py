"""Every change of state is noted for the figures: a transition without its report's change would never be counted."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
import time_machine

from besa.insights import memory
from besa.insights.models import FactChange
from besa.insights.reading import read_all
from besa.reports.models import Report, Transition
from besa.reports.models.report import State
from besa.reports.services.state_change import change_state
from besa.reports.transitions import DECLINE_REASONS, TABLE
from tests.factories.desk import a_report
from tests.factories.public import make_municipality

pytestmark = pytest.mark.django_db
EVERY = sorted((old, new, min(roles)) for (old, new), roles in TABLE.items())


def _changed(report: Report, new: State, role: str, original: Report) -> None:
    change_state(
        report=report,
        new=new,
        role=role,
        reason=DECLINE_REASONS[0] if new == State.DECLINED else "",
        forwarded_to="Agjencia" if new == State.FORWARDED else "",
        duplicate_of=original if new == State.DUPLICATE else None,
    )


@pytest.mark.parametrize(("old", "new", "role"), EVERY, ids=[f"{old}-{new}" for old, new, _ in EVERY])
def test_a_transition_touches_its_report(old: State, new: State, role: str) -> None:
    with time_machine.travel("2026-05-20T10:00:00Z", tick=False) as clock:
        town = make_municipality()
        original = a_report(municipality=town)
        report = a_report(
            municipality=town, state=old, duplicate_of=original if old == State.DUPLICATE else None
        )
        held = memory.facts_of(town)
        FactChange.objects.all().delete()
        clock.shift(3600)
        _changed(report, new, role, original)
        assert Transition.objects.filter(report=report, old=old, new=new).exists()
        assert FactChange.objects.filter(municipality=town.pk, report=report.pk).exists()
        now, afresh = memory.facts_of(town), read_all(town.pk, ZoneInfo(town.time_zone))
        assert now is not held
        kept = now.packed()
        for name in kept.columns:
            assert kept.columns[name].tolist() == afresh.columns[name].tolist(), name
        for name in kept.events:
            assert kept.events[name].tolist() == afresh.events[name].tolist(), name
