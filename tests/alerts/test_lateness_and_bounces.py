"""Deadlines as they pass, and mail that comes back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from besa.alerts.kinds import ALL, Kind
from besa.alerts.models import Notice, Subscriber
from besa.alerts.scopes import Scope
from besa.alerts.services.bounces import PASSING_ALLOWED, note_bounce
from besa.alerts.services.fan_out import tell_followers
from besa.alerts.services.lateness import tell_of_lateness
from besa.alerts.services.sending import send_due
from besa.alerts.services.subscriptions import confirm_subscription, follow_report
from besa.core.models import OutgoingMail
from besa.delivery.events import MailBounced
from besa.reports.models import Report
from besa.reports.models.report import Visibility
from besa.reports.services.answers import answer_report
from tests.alerts.test_mails import announce, run_listeners
from tests.factories.alerts import follow, follow_scope
from tests.factories.desk import a_report
from tests.factories.public import make_municipality

pytestmark = pytest.mark.django_db

NOW = timezone.now()
HOUR = dt.timedelta(hours=1)


def _look(hours: float) -> int:
    return tell_of_lateness(NOW + hours * HOUR)


def _due(hours: float, **values: Any) -> Report:
    moments = {"response_due_at": NOW + hours * HOUR, "fix_due_at": NOW + 900 * HOUR}
    return a_report(**(moments | values))


def test_followers_hear_of_a_deadline_that_passed_once() -> None:
    report = _due(1)
    follow(report)
    assert (_look(0), _look(0.5)) == (0, 0)
    assert (_look(2), _look(2.5), _look(30)) == (1, 0, 0)
    send_due()
    mail = OutgoingMail.objects.get()
    assert mail.subject == f"A deadline of report {report.pk} has passed"
    assert "No answer came in time. It was due by" in mail.text


def test_after_a_stop_of_the_worker_what_passed_meanwhile_is_told() -> None:
    _look(0)
    follow(_due(1))
    follow(_due(20, response_due_at=NOW - HOUR, responded_at=NOW, fix_due_at=NOW + 20 * HOUR))
    assert _look(40) == 2


@pytest.mark.parametrize(
    "values",
    [
        {"responded_at": NOW, "fix_due_at": None},
        {"closed_at": NOW, "state": "fixed"},
        {"visibility": Visibility.HIDDEN},
    ],
)
def test_what_is_not_late_or_not_public_is_not_told(values: dict[str, Any]) -> None:
    _look(0)
    follow(_due(1, **values))
    assert _look(2) == 0


def test_who_does_not_want_to_hear_of_it_does_not() -> None:
    _look(0)
    follow(_due(1), kinds=Kind.FIXED)
    assert _look(2) == 0


def test_an_address_that_bounces_hard_is_not_written_to_any_more() -> None:
    report = a_report()
    follow(report, "gone@example.com")
    tell_followers(report=report, kind=Kind.CHANGED, source="x:1")
    assert note_bounce(address="Gone@Example.com ", permanent=True)
    assert Notice.objects.count() == 0
    assert tell_followers(report=report, kind=Kind.CHANGED, source="x:2") == 0
    assert not note_bounce(address="gone@example.com", permanent=True)
    assert not note_bounce(address="nobody@example.com", permanent=True)


def test_a_mail_that_came_back_is_heard_of_and_heard_of_again() -> None:
    followed = follow(a_report(), "gone@example.com")
    mail = OutgoingMail.objects.create(message_id="<1@x>", kind="alerts.news", recipient="gone@example.com")
    announce(MailBounced(mail=mail.pk, status="5.1.1", permanent=True))
    run_listeners(times=2)
    followed.subscriber.refresh_from_db()
    assert followed.subscriber.unreachable_at is not None and followed.topics.count() == 0


def test_passing_failures_become_lasting_only_in_a_row() -> None:
    follow(a_report(), "full@example.com")
    later = NOW
    for _ in range(PASSING_ALLOWED - 1):
        assert not note_bounce(address="full@example.com", permanent=False, at=later)
        later += dt.timedelta(days=2)
    later += dt.timedelta(days=31)
    for number in range(PASSING_ALLOWED):
        later += dt.timedelta(hours=2)
        assert not number or not note_bounce(address="full@example.com", permanent=False, at=later - 2 * HOUR)
        assert note_bounce(address="full@example.com", permanent=False, at=later) is (
            number == PASSING_ALLOWED - 1
        )


def test_the_owner_of_a_dead_address_can_come_back() -> None:
    report = a_report()
    subscription = follow_scope(Scope(municipality=make_municipality()), "back@example.com", kinds=ALL)
    note_bounce(address="back@example.com", permanent=True)
    again = follow_report(report=report, email="back@example.com", language="en", brand="besa")
    run_listeners()
    assert OutgoingMail.objects.get().recipient == "back@example.com"
    confirm_subscription(key=again.key)
    assert Subscriber.objects.get().unreachable_at is None
    assert subscription.topics.exists() and again.topics.exists()


def test_an_answer_before_the_look_is_in_time_enough() -> None:
    _look(0)
    report = _due(1)
    follow(report)
    answer_report(report=report, role="officer", text="Po")
    assert _look(2) == 0
