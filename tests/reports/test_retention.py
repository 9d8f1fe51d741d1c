"""What is past its time goes by itself, what is not stays, and the privacy page says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from besa.core.models import OutgoingMail
from besa.core.retention import apply_rules, retention
from besa.reports.models import AbuseReport, MeToo, Report, Reporter
from besa.reports.models.report import State, Visibility
from tests.factories.desk import a_report

pytestmark = pytest.mark.django_db


def _closed(days_ago: int) -> Report:
    report = a_report(state=State.FIXED)
    Report.objects.filter(pk=report.pk).update(closed_at=timezone.now() - timedelta(days=days_ago))
    Reporter.objects.filter(report=report).update(
        name="Arta Krasniqi", show_name=True, email=f"arta{days_ago}@example.org", phone="044", device="d"
    )
    return report


def test_who_reported_is_forgotten_two_years_after_the_end() -> None:
    old, recent, still_open = _closed(731), _closed(729), a_report()
    OutgoingMail.objects.create(
        message_id="<1@besa.invalid>", kind="test", subject_key=f"report:{old.pk}", recipient="arta731@example.org",
        language="sq", brand="besa", subject="s", text="t",
    )  # fmt: skip
    before = Reporter.objects.get(report=still_open)
    assert apply_rules()["reports.contacts"] == 1
    forgotten = Reporter.objects.get(report=old)
    assert (forgotten.name, forgotten.email, forgotten.phone, forgotten.device) == ("", "", "", "")
    assert not forgotten.show_name
    assert forgotten.link_salt
    assert Reporter.objects.get(report=recent).email == "arta729@example.org"
    assert Reporter.objects.get(report=still_open).email == before.email
    assert not OutgoingMail.objects.exists()
    assert apply_rules()["reports.contacts"] == 0


def test_what_nobody_confirmed_is_erased() -> None:
    waiting = a_report(visibility=Visibility.UNCONFIRMED)
    assert apply_rules()["reports.unconfirmed"] == 0
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert apply_rules()["reports.unconfirmed"] == 1
    waiting.refresh_from_db()
    assert (waiting.visibility, waiting.text) == (Visibility.ERASED, "")


def test_marks_of_devices_and_settled_complaints_go_and_numbers_stay() -> None:
    report = a_report()
    Report.objects.filter(pk=report.pk).update(me_too_count=1)
    MeToo.objects.create(report=report, device="d", at=timezone.now())
    for settled in (timezone.now(), None):
        AbuseReport.objects.create(
            report=report, reason="other", text="t", device="", created_at=timezone.now(), settled_at=settled
        )
    with time_machine.travel(timezone.now() + timedelta(days=366), tick=False):
        gone = apply_rules()
    assert (gone["reports.devices"], gone["reports.complaints"]) == (1, 1)
    assert AbuseReport.objects.count() == 1
    report.refresh_from_db()
    assert report.me_too_count == 1


def test_the_privacy_page_tells_every_rule() -> None:
    page = Client().get("/en/privacy/").content.decode()
    for _, rule in retention.all():
        assert str(rule.what) in page
        assert rule.how_long in page
