"""Any sequence of events, attempts, crashes and clicks: a delivery changes as the table says, and is never lost."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from besa.core.channels import Channel, Handover, NotDelivered, Parcel
from besa.core.registries import channels
from besa.delivery.models import Attempt, Delivery, Recipient, State
from besa.delivery.services import following_up, sending
from besa.delivery.services.dispatching import route_report
from besa.delivery.states import TABLE, may_follow
from besa.reports.models import Report
from besa.reports.services.answers import ChangeRefused, StaleReport, change_state
from tests.factories.delivery import a_recipient, hear
from tests.factories.desk import a_report, a_town


class Killed(BaseException):
    """The process died."""


class Line:
    """A channel that does what it is told, and remembers what went out."""

    outcome = "sent"
    out: list[str] = []

    @classmethod
    def send(cls, parcel: Parcel) -> Handover:
        """Send, fail, or die before or after it was sent."""
        if cls.outcome == "killed before":
            raise Killed
        if cls.outcome.startswith("fails"):
            raise NotDelivered("x", permanent=cls.outcome == "fails for good")
        cls.out.append(parcel.key)
        if cls.outcome == "killed after":
            raise Killed
        return Handover(accepted=cls.outcome == "accepted", foreign_id="7")


channels.register("test-line", Channel("Line", "Number", lambda address, options: None, Line.send), rank=999)
OUTCOMES = ("sent", "accepted", "fails", "fails for good", "killed before", "killed after")


class Deliveries(RuleBasedStateMachine):
    """One report and two recipients, to whom everything happens."""

    @initialize()
    def start(self) -> None:
        """In a transaction of its own, so that each example starts from nothing."""
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.town = a_town()
        for name in ("one", "two"):
            a_recipient(self.town.municipality, name, channel="test-line")
        self.report = a_report(municipality=self.town.municipality)
        Line.out = []
        self.last: dict[int, tuple[str, int]] = {}
        route_report(report=self.report)

    @rule(n=st.integers(0, 1), outcome=st.sampled_from(OUTCOMES))
    def send(self, n: int, outcome: str) -> None:
        """A worker takes one."""
        Line.outcome = outcome
        try:
            sending.deliver(self._rows()[n].pk)
        except Killed:
            return

    @rule()
    def wait(self) -> None:
        """Leases run out, later attempts come due."""
        past = timezone.now() - timedelta(seconds=1)
        Delivery.objects.filter(leased_until__isnull=False).update(leased_until=past)
        Delivery.objects.filter(next_attempt_at__isnull=False).update(next_attempt_at=past)
        assert sending.sweep() == Delivery.objects.filter(state__in=["queued", "sending", "retrying"]).count()

    @rule(
        new=st.sampled_from(["acknowledged", "fixed", "reopened", "declined", "in_progress"]),
        times=st.integers(1, 2),
    )
    def change_report(self, new: str, times: int) -> None:
        """Something happens to the report, and the listeners hear of it, maybe twice."""
        report = Report.objects.select_related("municipality", "category").get(pk=self.report.pk)
        reason = "not_found" if new == "declined" else ""
        try:
            change_state(report=report, new=new, role="officer", reason=reason)
        except (ChangeRefused, StaleReport):
            return
        hear(times=times)

    @rule(n=st.integers(0, 1))
    def retry(self, n: int) -> None:
        """A coordinator tries again."""
        following_up.retry_delivery(delivery=self._rows()[n], role="coordinator")

    @rule(n=st.integers(0, 1))
    def cancel(self, n: int) -> None:
        """A coordinator cancels."""
        following_up.cancel_delivery(delivery=self._rows()[n], role="coordinator")

    @rule(n=st.integers(0, 1), round_number=st.integers(1, 3), permanent=st.booleans())
    def bounce(self, n: int, round_number: int, permanent: bool) -> None:
        """A mail comes back."""
        row = self._rows()[n]
        following_up.note_bounce(
            key=row.key, round_number=round_number, status="5.1.1", detail="", permanent=permanent
        )

    @invariant()
    def one_row_for_each_recipient(self) -> None:
        """Never more, never fewer."""
        if hasattr(self, "report"):
            assert Delivery.objects.count() == Recipient.objects.count() == 2

    @invariant()
    def what_is_called_sent_went_out(self) -> None:
        """In this very round, and a waiting one has not been noted as sent."""
        for row in self._rows():
            if row.state in (State.SENT, State.ACCEPTED, State.ACTED_ON):
                assert row.round_key in Line.out and row.sent_at is not None
            if row.state == State.SENDING:
                assert row.leased_until is not None
                assert Attempt.objects.filter(delivery=row, round=row.round, outcome="").exists()

    @invariant()
    def rounds_only_grow(self) -> None:
        """And inside one round nothing goes out again after it was noted as sent."""
        for row in self._rows():
            before = self.last.get(row.pk, (row.state, 1))
            assert row.round >= before[1]
            self.last[row.pk] = (row.state, row.round)

    def teardown(self) -> None:
        """Undo everything."""
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def _rows(self) -> list[Delivery]:
        if not hasattr(self, "report"):
            return []
        return list(Delivery.objects.select_related("recipient__municipality", "report").order_by("pk"))


class TestDeliveries(Deliveries.TestCase, TestCase):
    """The machine, with a database."""

    settings = settings(
        max_examples=25,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )


def test_the_table_is_complete_and_every_state_can_be_left() -> None:
    assert set(TABLE) == set(State)
    for old in State:
        assert TABLE[old]
        for new in State:
            assert may_follow(old, new) == (new in TABLE[old])
