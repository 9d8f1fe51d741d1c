"""Whatever happens to a report, in whatever order: its columns are what its rows lead to, then and later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from besa.core.held import forget_all
from besa.core.vouching import Trust
from besa.places.models import Municipality
from besa.reports.deadlines import Promise, Terms, deadlines_of, explain
from besa.reports.models import Pause, Report, Unit
from besa.reports.models.report import State
from besa.reports.reaction import first_answer_at
from besa.reports.services.answers import ChangeRefused, answer_report, change_state
from besa.reports.services.categorising import correct_category
from besa.reports.services.pausing import Why, end_pauses, pause_clock, resume_clock
from besa.reports.services.promising import Day, declare_days, newest_rule_id, set_deadlines, set_working_week
from besa.reports.services.submission import submit_report
from tests.factories.public import make_category
from tests.factories.submission import draft, town_of_peja

#: a Thursday in October: the clocks go back within most of the examples
START = datetime(2026, 10, 15, 9, 30, tzinfo=UTC)
TERMS = st.builds(Terms, st.integers(1, 40), st.sampled_from(Unit))
WEEKS = (
    [(480, 960)] * 5 + [None, None],
    [(540, 1020)] * 6 + [None],
    [None, (0, 1440), (600, 601), None, (450, 930), None, None],
)


class Clocks(RuleBasedStateMachine):
    """One report, and a municipality that changes its mind about everything."""

    @initialize(zone=st.sampled_from(["Europe/Belgrade", "Europe/Tirane"]))
    def start(self, zone: str) -> None:
        forget_all()  # of the example before, which was rolled back
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = START
        town_of_peja(time_zone=zone)
        self.other = make_category("lighting")
        self.report = submit_report(
            draft=draft(Municipality.objects.get(slug="peja")),
            device="d" * 64,
            trust=Trust.PROOF_OF_WORK,
            at=self.now,
        )
        self.first = self.report.category

    def loaded(self) -> Report:
        """The report as another process would read it."""
        return Report.objects.select_related("municipality", "category").get(pk=self.report.pk)

    def tick(self) -> datetime:
        """No two things happen at the same moment."""
        self.now += timedelta(seconds=1)
        return self.now

    @property
    def town(self) -> Municipality:
        return Municipality.objects.get(slug="peja")

    @rule(hours=st.integers(1, 200), minutes=st.integers(0, 59))
    def time_passes(self, hours: int, minutes: int) -> None:
        self.now += timedelta(hours=hours, minutes=minutes)

    @rule(
        new=st.sampled_from(
            [
                State.ACKNOWLEDGED,
                State.IN_PROGRESS,
                State.FIXED,
                State.DECLINED,
                State.FORWARDED,
                State.REOPENED,
            ]
        ),
        text=st.sampled_from(["", "We come on Monday"]),
    )
    def change(self, new: State, text: str) -> None:
        self.tick()
        more: dict[str, Any] = {"reason": "not_found"} if new == State.DECLINED else {}
        more |= {"forwarded_to": "KRU"} if new == State.FORWARDED else {}
        try:
            change_state(report=self.loaded(), new=new, role="officer", text=text, at=self.now, **more)
        except ChangeRefused:
            return

    @rule()
    def answer(self) -> None:
        self.tick()
        answer_report(report=self.loaded(), role="officer", text="Soon", at=self.now)

    @rule(days=st.integers(1, 14), reason=st.sampled_from(Pause.Reason), text=st.sampled_from(["", "Where?"]))
    def pause(self, days: int, reason: Pause.Reason, text: str) -> None:
        self.tick()
        before = self.loaded()
        why = Why(reason, body="KEDS", text=text)
        try:
            pause_clock(
                report=self.loaded(),
                why=why,
                until=self.now + timedelta(days=days),
                role="officer",
                at=self.now,
            )
        except ChangeRefused:
            return
        after = self.loaded()
        if before.fix_due_at is not None and before.fix_due_at <= self.now:
            assert after.fix_due_at == before.fix_due_at, "who is late stays late"
        elif after.fix_due_at is not None and before.fix_due_at is not None:
            assert after.fix_due_at >= before.fix_due_at

    @rule()
    def resume(self) -> None:
        self.tick()
        resume_clock(report=self.loaded(), role="officer", at=self.now)

    @rule()
    def the_worker_looks(self) -> None:
        self.tick()
        end_pauses(self.now)

    @rule(days=st.integers(1, 40), works=st.booleans())
    def declare(self, days: int, works: bool) -> None:
        self.tick()
        day = (self.now + timedelta(days=days)).astimezone(ZoneInfo(self.town.time_zone)).date()
        if not self.town.holidays.filter(day=day).exists():
            declare_days(municipality=self.town, days=[Day(day, works)], role="coordinator", at=self.now)

    @rule(week=st.sampled_from(WEEKS))
    def other_hours(self, week: list[Any]) -> None:
        self.tick()
        if not self.town.working_weeks.filter(valid_from=self.now).exists():
            set_working_week(municipality=self.town, week=week, role="coordinator", at=self.now)

    @rule()
    def correct_the_category(self) -> None:
        """From one to the other and back; the dates are as if the last one had been right from the beginning."""
        self.tick()
        report = self.loaded()
        to = self.other if report.category_id == self.first.pk else self.first
        correct_category(report=report, category=to, role="officer", at=self.now)
        assert self.loaded().category_id == to.pk

    @rule(response=TERMS, fix=TERMS, whose=st.sampled_from(["all", "first", "other"]))
    def promise_something_else(self, response: Terms, fix: Terms, whose: str) -> None:
        self.tick()
        category = {"all": None, "first": self.first, "other": self.other}[whose]
        set_deadlines(
            municipality=self.town,
            category=category,
            promise=Promise(response, fix),
            seen=newest_rule_id(self.town, category),
            role="coordinator",
            at=self.now,
        )

    @invariant()
    def the_row_says_what_the_history_leads_to(self) -> None:
        if not hasattr(self, "report"):
            return
        report = self.loaded()
        due = deadlines_of(report)
        assert (report.response_due_at, report.fix_due_at) == (due.response_due_at, due.fix_due_at)
        assert report.responded_at == first_answer_at(report)
        paused = report.pauses.filter(ended_at=None, until__gt=self.now).first()
        if paused is not None:
            assert report.paused_until == paused.until
        else:  # one that ran out stays on the row until the worker, or a change of state, takes it away
            assert report.paused_until is None or report.paused_until <= self.now

    @invariant()
    def it_can_be_explained(self) -> None:
        if not hasattr(self, "report"):
            return
        told = explain(self.loaded(), self.now)
        assert all(account.agrees for account in told.accounts)
        for account in told.accounts:
            dated = [line.due_at for line in account.lines if line.due_at]
            assert account.due_at is None or account.due_at == dated[-1] or account.due_at in dated

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)


class TestClocks(Clocks.TestCase, TestCase):
    """The machine, with a database."""

    settings = settings(
        max_examples=25,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],  # examples are short enough to read as they are
        database=None,
    )
