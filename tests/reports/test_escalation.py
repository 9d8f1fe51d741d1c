"""Reminders: each step is taken once for each report, when it is reached, and mailed to whom it names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from besa.core.models import OutboxEvent, OutgoingMail
from besa.core.outbox import deliver_event
from besa.ledger.models import Entry
from besa.reports.models import Deadline, EscalationStep, Reminder, Report
from besa.reports.models.report import Visibility
from besa.reports.services.escalation import StepExists, add_step, add_usual_steps, remind, remove_step
from tests.factories.desk import Town, a_report, a_town

pytestmark = pytest.mark.django_db

#: Thursday, 10:00 in Peja
DUE = datetime(2026, 9, 10, 8, 0, tzinfo=UTC)
LONG_BEFORE = DUE - timedelta(days=60)
Target = EscalationStep.Target


@pytest.fixture
def town() -> Town:
    return a_town()


def _step(town: Town, target: Target, days: int, email: str = "", **values: object) -> EscalationStep:
    return add_step(
        municipality=town.municipality,
        deadline=Deadline.RESPONSE,
        target=target,
        working_days=days,
        email=email,
        role="coordinator",
        at=LONG_BEFORE,
    )


def _report(town: Town, **values: object) -> Report:
    return a_report(municipality=town.municipality, **({"response_due_at": DUE} | values))


def _mails() -> list[OutgoingMail]:
    for event in OutboxEvent.objects.filter(name="reports.reminders_due", done_at=None):
        deliver_event(event.pk)
    return list(OutgoingMail.objects.filter(kind="desk.reminder").order_by("pk"))


def test_each_step_is_taken_once_when_it_is_reached(town: Town) -> None:
    _step(town, Target.OFFICER, -1)
    _step(town, Target.COORDINATOR, 1)
    _step(town, Target.MAYOR, 3, "kabineti@example.org")
    report = _report(town)
    taken = []
    for hours in range(-48, 24 * 7, 3):
        now = DUE + timedelta(hours=hours)
        taken += [(hours, remind(now))] if remind(now) else []
    rows = Reminder.objects.filter(report=report).order_by("at")
    assert [row.step.target for row in rows] == ["officer", "coordinator", "mayor"]
    # A working day before, one after, and three after: Friday, and Tuesday beyond the weekend.
    assert [row.at for row in rows] == [DUE + timedelta(days=days) for days in (-1, 1, 5)]
    assert Entry.objects.filter(verb="reports.reminded").count() == 3


def test_everybody_named_gets_one_mail_for_all_their_reports(town: Town) -> None:
    _step(town, Target.COORDINATOR, 1)
    first, second = _report(town), _report(town)
    assert remind(DUE + timedelta(days=1, minutes=1)) == 2
    mails = _mails()
    assert [mail.recipient for mail in mails] == [town.coordinator.email]
    assert f"/desk/reports/{first.pk}/" in mails[0].text and f"/desk/reports/{second.pk}/" in mails[0].text
    assert first.text not in mails[0].text
    OutboxEvent.objects.update(done_at=None)
    assert len(_mails()) == 1


def test_officers_are_those_of_the_department_or_the_one_who_deals_with_it(town: Town) -> None:
    _step(town, Target.OFFICER, 0)
    _report(town, department=town.department)
    _report(town, assignee=town.officer)
    _report(town)
    remind(DUE)
    assert sorted(mail.recipient for mail in _mails()) == sorted(
        {town.department_officer.email, town.officer.email}
    )


def test_nobody_is_reminded_of_what_is_over_still_or_not_public(town: Town) -> None:
    _step(town, Target.COORDINATOR, 1)
    now = DUE + timedelta(days=1)
    _report(town, responded_at=DUE)
    _report(town, closed_at=DUE, state="declined")
    _report(town, paused_until=now + timedelta(days=1))
    _report(town, visibility=Visibility.HIDDEN)
    a_report(municipality=a_town("prizren").municipality, response_due_at=DUE)
    assert remind(now) == 0


def test_what_fell_due_before_the_step_was_decided_is_not_mailed(town: Town) -> None:
    add_step(
        municipality=town.municipality,
        deadline=Deadline.RESPONSE,
        target=Target.COORDINATOR,
        working_days=1,
        role="coordinator",
        at=DUE + timedelta(days=2),
    )
    _report(town)
    assert remind(DUE + timedelta(days=2)) == 0


def test_a_step_that_was_reached_long_ago_is_not_taken_any_more(town: Town) -> None:
    _step(town, Target.COORDINATOR, 1)
    _report(town)
    assert remind(DUE + timedelta(days=30)) == 0


def test_a_date_that_moved_is_reminded_of_again(town: Town) -> None:
    _step(town, Target.COORDINATOR, 1)
    report = _report(town)
    assert remind(DUE + timedelta(days=1)) == 1
    Report.objects.filter(pk=report.pk).update(response_due_at=DUE + timedelta(days=7))
    assert remind(DUE + timedelta(days=8)) == 1


def test_steps_are_added_once_and_ended(town: Town) -> None:
    step = _step(town, Target.COORDINATOR, 1)
    with pytest.raises(StepExists):
        _step(town, Target.COORDINATOR, 1)
    with pytest.raises(ValueError, match="address"):
        _step(town, Target.MAYOR, 1)
    assert remove_step(step=step, role="coordinator")
    assert not remove_step(step=step, role="coordinator")
    _report(town)
    assert remind(DUE + timedelta(days=1)) == 0
    assert add_usual_steps(municipality=town.municipality, role="coordinator", at=timezone.now()) == 4
    assert add_usual_steps(municipality=town.municipality, role="coordinator", at=timezone.now()) == 0
