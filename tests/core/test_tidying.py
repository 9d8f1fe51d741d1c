"""What core keeps for a while goes when its time is over, and what still waits stays, however old."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from besa.core.models import (
    DaySalt,
    IdempotencyKey,
    OutboxEvent,
    OutgoingMail,
    RateBucket,
    RetentionRun,
    SpentChallenge,
)
from besa.core.retention import apply_rules, retention

pytestmark = pytest.mark.django_db


def _mail(number: int, state: OutgoingMail.State) -> OutgoingMail:
    return OutgoingMail.objects.create(
        message_id=f"<{number}@besa.invalid>", kind="test", subject_key="test", recipient="a@b.test", language="sq",
        brand="besa", subject="s", text="t", state=state,
        sent_at=timezone.now() if state == OutgoingMail.State.SENT else None,
    )  # fmt: skip


def _after(days: float) -> dict[str, int]:
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        return apply_rules()


def test_sent_mails_go_after_a_month_and_those_that_wait_or_failed_stay() -> None:
    for number, state in enumerate(OutgoingMail.State):
        _mail(number, state)
    assert _after(29.9)["core.sent_mails"] == 0
    assert _after(30.1)["core.sent_mails"] == 1
    assert _after(3_000)["core.sent_mails"] == 0
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"waiting", "failed"}


def test_events_go_a_month_after_they_were_dealt_with_and_not_before() -> None:
    OutboxEvent.objects.create(name="test.done", payload="{}", done_at=timezone.now())
    OutboxEvent.objects.create(name="test.waiting", payload="{}")
    assert _after(29.9)["core.events"] == 0
    assert _after(30.1)["core.events"] == 1
    assert _after(3_000)["core.events"] == 0
    assert OutboxEvent.objects.get().name == "test.waiting"


def test_answers_to_forms_go_after_a_fortnight() -> None:
    IdempotencyKey.objects.create(scope="report", key="k" * 20, body_hash="h", answer={})
    assert _after(13.9)["core.answers"] == 0
    assert _after(14.1)["core.answers"] == 1


def test_marks_of_devices_and_networks_go_after_two_days() -> None:
    now = timezone.now()
    RateBucket.objects.create(name="b", tokens=1, refilled_at=now)
    SpentChallenge.objects.create(fingerprint="f", expires_at=now)
    DaySalt.objects.create(day=now.date(), salt=b"s")
    assert _after(1.9)["core.protection"] == 0
    assert _after(3.1)["core.protection"] == 3


def _full_disk(before: datetime) -> int:
    raise OSError("disk full")


def test_a_rule_that_fails_is_noted_and_keeps_no_other_from_its_work(monkeypatch: pytest.MonkeyPatch) -> None:
    key, rule = retention.all()[0]
    monkeypatch.setitem(retention._items, key, (0, replace(rule, forget=_full_disk)))
    _mail(1, OutgoingMail.State.SENT)
    with pytest.raises(ExceptionGroup, match=key):
        _after(31)
    run = RetentionRun.objects.get()
    assert run.failed == [key] and key not in run.deleted
    assert run.deleted["core.sent_mails"] == 1 and run.finished_at is not None


def test_numbers_of_the_runs_go_after_a_year() -> None:
    apply_rules()
    assert _after(364)["core.retention_runs"] == 0
    assert _after(367)["core.retention_runs"] == 1
