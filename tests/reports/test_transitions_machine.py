"""Any sequence of changes, by anybody, on any report: database, ledger and counts always agree."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from besa.ledger.models import Entry
from besa.reports.models import Report, StateCount, Transition
from besa.reports.models.report import CLOSED, STATES, State, Visibility
from besa.reports.services.answers import ChangeRefused, StaleReport, change_state
from besa.reports.transitions import DECLINE_REASONS, TABLE
from tests.factories.desk import a_report
from tests.factories.public import make_report

ROLES = ("reporter", "neighbour", "officer", "coordinator", "moderator", "administrator", "stranger")
SEEN = (Visibility.PUBLIC, Visibility.AWAITING_MODERATION, Visibility.PRIVATE, Visibility.HIDDEN)


class Reports(RuleBasedStateMachine):
    """Three reports that anybody tries to change in any way."""

    @initialize(visibilities=st.lists(st.sampled_from(SEEN), min_size=3, max_size=3))
    def start(self, visibilities: list[Visibility]) -> None:
        """In a transaction of its own, so that each example starts from nothing."""
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.reports = [a_report(visibility=visibility) for visibility in visibilities]
        self.original = make_report(visibility=Visibility.PRIVATE)
        self.expected: dict[int, list[str]] = {report.pk: ["received"] for report in self.reports}

    @rule(
        n=st.integers(0, 2),
        new=st.sampled_from(STATES),
        role=st.sampled_from(ROLES),
        text=st.sampled_from(["", " ", "We come on Monday"]),
        reason=st.sampled_from(DECLINE_REASONS),
    )
    def change(self, n: int, new: State, role: str, text: str, reason: str) -> None:
        """Whoever may make the change makes it; for everybody else nothing happens."""
        report = self.reports[n]
        old = State(report.state)
        before = Entry.objects.count()
        more: dict[str, Any] = {"reason": reason} if new == State.DECLINED else {}
        if new == State.FORWARDED:
            more["forwarded_to"] = "KRU"
        if new == State.DUPLICATE:
            more["duplicate_of"] = self.original
        try:
            change_state(report=report, new=new, role=role, text=text, **more)
        except ChangeRefused:
            assert role not in TABLE.get((old, new), frozenset())
            assert Entry.objects.count() == before
        else:
            assert role in TABLE[old, new]
            assert Entry.objects.count() == before + 1
            self.expected[report.pk].append(str(new))

    @rule(n=st.integers(0, 2), seen=st.sampled_from(STATES))
    def act_on_an_old_page(self, n: int, seen: State) -> None:
        """Somebody who saw another state changes nothing."""
        report = self.reports[n]
        if seen == report.state:
            return
        before = (Entry.objects.count(), Transition.objects.count())
        with pytest.raises(StaleReport):
            change_state(report=report, new=State.FIXED, role="officer", seen=seen)
        assert (Entry.objects.count(), Transition.objects.count()) == before

    @invariant()
    def the_rows_tell_the_story(self) -> None:
        """The state is the last transition, each starts where the one before ended, closed is dated."""
        for report in getattr(self, "reports", ()):
            row = Report.objects.get(pk=report.pk)
            changes = list(Transition.objects.filter(report=report).values_list("old", "new"))
            assert [new for _, new in changes] == self.expected[report.pk]
            assert [old for old, _ in changes] == ["", *self.expected[report.pk][:-1]]
            assert row.state == report.state == changes[-1][1]
            assert (row.closed_at is not None) is (row.state in CLOSED)
            assert (row.duplicate_of_id is not None) is (row.state == State.DUPLICATE)

    @invariant()
    def the_ledger_tells_the_same(self) -> None:
        """One entry for each change, and of what is not public no more than the verb."""
        for report in getattr(self, "reports", ()):
            leaves = [
                json.loads(leaf)
                for leaf in Entry.objects.filter(subject=f"report:{report.uid}")
                .order_by("pk")
                .values_list("leaf", flat=True)
            ]
            assert [leaf["verb"] for leaf in leaves] == [
                f"reports.{state}" for state in self.expected[report.pk][1:]
            ]
            for leaf in leaves:
                if report.visibility != Visibility.PUBLIC:
                    assert leaf["public"] == {"uid": report.uid}
                assert "Monday" not in json.dumps(leaf)

    @invariant()
    def the_counts_are_those_of_public_reports(self) -> None:
        """What the boards read is what a count over the rows would say."""
        counted = {row.state: row.n for row in StateCount.objects.filter(n__gt=0)}
        rows = Report.objects.filter(visibility=Visibility.PUBLIC).values_list("state", flat=True)
        expected: dict[str, int] = {}
        for state in rows:
            expected[state] = expected.get(state, 0) + 1
        assert counted == expected

    def teardown(self) -> None:
        """Undo everything."""
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)


class TestReports(Reports.TestCase, TestCase):
    """The machine, with a database."""

    settings = settings(
        max_examples=25,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )


def test_every_change_of_the_table_names_known_states_and_roles() -> None:
    for (old, new), roles in TABLE.items():
        assert old != new
        assert {old, new} <= set(STATES)
        assert roles and roles <= {"reporter", "neighbour", "officer", "coordinator"}
