"""Whatever people press in whatever order: a round only takes the steps of the table, and never breaks its rules."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from besa.pledges.models import Adjudication, Assignment, Case, Coding, Pledge, Rating, Round
from besa.pledges.queries.blind import codings_seen_by
from besa.pledges.services.acting import Refused
from besa.pledges.services.coding import adjudicate_case, code_case, revise_verdict
from besa.pledges.services.publishing import approve_round, publish_round, return_round
from besa.pledges.services.replying import Letter, finish_replies, give_reply, send_for_reply
from besa.pledges.services.rounds import code_again
from besa.pledges.transitions import CASE_STEPS, ROUND_STEPS, StepRefused
from tests.factories.pledges import Desk, a_desk, a_frozen_list, a_round, a_verdict, case_of, some_evidence

WHO = st.sampled_from(["first", "second", "adjudicator", "editor"])
STATUS = st.sampled_from(["stalled", "partly"])


class RoundMachine(RuleBasedStateMachine):
    """One round of two pledges, in the hands of four people who press everything."""

    @initialize()
    def open(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.desk: Desk = a_desk()
        self.pledges = a_frozen_list(self.desk)
        self.evidence = {pledge.pk: some_evidence(self.desk, pledge) for pledge in self.pledges}
        self.round = a_round(self.desk)
        self.seen = self.states()

    def states(self) -> tuple[str, dict[int, str], int]:
        cases = dict(Case.objects.filter(round=self.round).values_list("pk", "state"))
        return Round.objects.get(pk=self.round.pk).state, cases, Rating.objects.count()

    def tries(self, act: Any, **values: Any) -> None:
        with suppress(Refused, StepRefused):
            act(**values)

    def current(self) -> Round:
        return Round.objects.select_related("mandate__municipality", "organisation").get(pk=self.round.pk)

    @rule(who=WHO, number=st.integers(0, 1), status=STATUS)
    def code(self, who: str, number: int, status: str) -> None:
        pledge = self.pledges[number]
        verdict = a_verdict(status, self.evidence[pledge.pk])
        self.tries(code_case, case=case_of(self.round, pledge), verdict=verdict, by=getattr(self.desk, who))

    @rule(status=STATUS)
    def both_code_everything(self, status: str) -> None:
        for number in (0, 1):
            for who in ("first", "second"):
                self.code(who, number, status)

    @rule(who=WHO, number=st.integers(0, 1), status=STATUS)
    def adjudicate(self, who: str, number: int, status: str) -> None:
        pledge = self.pledges[number]
        given = {"verdict": a_verdict(status, self.evidence[pledge.pk]), "by": getattr(self.desk, who)}
        self.tries(adjudicate_case, case=case_of(self.round, pledge), cause="mistake", **given)
        self.tries(revise_verdict, case=case_of(self.round, pledge), **given)

    @rule()
    def code_again(self) -> None:
        self.tries(code_again, round=self.current(), staffing=self.desk.staffing, because="Prapë.")

    @rule(silent=st.booleans())
    def ask_the_office(self, silent: bool) -> None:
        letter = Letter("zyra@komuna.example", "sq", "besa")
        self.tries(send_for_reply, round=self.current(), letter=letter, by=self.desk.editor)
        request = getattr(self.current(), "reply_request", None)
        if request and not silent:
            self.tries(give_reply, request=request, text="Po.", author="Zyra", language="sq")
        if request:
            self.tries(finish_replies, request=request)

    @rule(who=WHO)
    def approve(self, who: str) -> None:
        self.tries(approve_round, round=self.current(), by=getattr(self.desk, who))

    @rule()
    def send_back(self) -> None:
        self.tries(return_round, round=self.current())

    @rule()
    def publish(self) -> None:
        self.tries(publish_round, round=self.current(), by=self.desk.editor)

    @rule(who=WHO, status=STATUS)
    def hurry(self, who: str, status: str) -> None:
        self.both_code_everything(status)
        self.ask_the_office(silent=False)
        self.approve(who)
        self.publish()

    @invariant()
    def only_steps_of_the_table(self) -> None:
        if not hasattr(self, "seen"):
            return
        (old, cases, ratings), now = self.seen, self.states()
        self.seen = now
        # One press may take several steps, such as asking and being answered: each must begin where one ends.
        assert now[0] == old or reachable(old, now[0], ROUND_STEPS), (old, now[0])
        for pk, state in now[1].items():
            assert state == cases[pk] or reachable(cases[pk], state, CASE_STEPS)
        assert now[2] >= ratings

    @invariant()
    def nothing_is_public_without_a_second_person(self) -> None:
        if not hasattr(self, "seen"):
            return
        round = self.current()
        published = round.state == Round.State.PUBLISHED
        assert Rating.objects.exists() == published
        assert Pledge.objects.exclude(status="").exists() == published
        if published:
            assert round.approved_by is not None
            assert not Assignment.objects.filter(case__round=round, user=round.approved_by).exists()
            assert Adjudication.objects.filter(wave=round.wave).values("case").distinct().count() == 2

    @invariant()
    def coders_stay_blind(self) -> None:
        if not hasattr(self, "seen"):
            return
        for case in Case.objects.filter(round=self.round, state=Case.State.CODING).select_related("round"):
            assert Coding.objects.filter(case=case, wave=case.round.wave).count() < 2
            for who in ("first", "second", "adjudicator", "editor"):
                user = getattr(self.desk, who)
                assert all(coding.assignment.user == user for coding in codings_seen_by(case, user))

    def teardown(self) -> None:
        """Undo everything."""
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)


def reachable(start: str, end: str, table: dict[tuple[str, str], str]) -> bool:
    """Whether steps of a table lead from one state to another."""
    known, edge = {start}, {start}
    while edge:
        edge = {new for old, new in table if old in edge} - known
        known |= edge
    return end in known - {start} or any(pair == (start, end) for pair in table)


class TestRounds(RoundMachine.TestCase, TestCase):
    """The machine, with a database."""

    settings = settings(
        max_examples=8,
        stateful_step_count=14,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )


@pytest.mark.parametrize("pair", [("coding", "published"), ("coding", "answered"), ("published", "coding")])
def test_the_table_has_no_shortcut(pair: tuple[str, str]) -> None:
    assert pair not in ROUND_STEPS
