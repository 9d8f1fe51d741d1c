"""A clock stands still, publicly and for a reason, and goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from besa.core.models import OutboxEvent
from besa.core.vouching import Trust
from besa.ledger.models import Entry
from besa.reports.deadlines import explain
from besa.reports.models import Pause, Report
from besa.reports.models.report import Visibility
from besa.reports.services.additions import add_to_report
from besa.reports.services.answers import ChangeRefused, fix_report
from besa.reports.services.erasure import erase_report
from besa.reports.services.pausing import (
    Why,
    end_pauses,
    go_on_after_answer,
    pause_clock,
    remind_of_pauses,
    resume_clock,
)
from besa.reports.services.submission import submit_report
from tests.factories.desk import a_report, a_town
from tests.factories.people import browser_of
from tests.factories.submission import draft, town_of_peja

pytestmark = pytest.mark.django_db

#: a Monday, 10:00 by the municipality's clock
MONDAY = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
WEATHER = Why(Pause.Reason.WEATHER)
ASKED = Why(Pause.Reason.CITIZEN, text="Which house is it?")


@pytest.fixture
def report() -> Report:
    return submit_report(draft=draft(town_of_peja()), device="d" * 64, trust=Trust.PROOF_OF_WORK, at=MONDAY)


def _again(report: Report) -> Report:
    return Report.objects.select_related("municipality", "category").get(pk=report.pk)


def test_a_pause_moves_a_deadline_by_its_working_time(report: Report) -> None:
    assert report.response_due_at == MONDAY + timedelta(days=3)
    start = MONDAY + timedelta(hours=2)  # Monday 12:00
    pause_clock(report=report, why=WEATHER, until=start + timedelta(days=9), role="officer", at=start)
    resume_clock(report=report, role="officer", at=MONDAY + timedelta(days=1))  # Tuesday 10:00
    # Four working hours on Monday and two on Tuesday, after Thursday 10:00.
    assert _again(report).response_due_at == MONDAY + timedelta(days=3, hours=6)
    assert _again(report).paused_until is None


def test_a_pause_over_the_weekend_moves_nothing_that_is_counted_in_working_time(report: Report) -> None:
    saturday = MONDAY + timedelta(days=-2)
    other = submit_report(
        draft=draft(report.municipality), device="e" * 64, trust=Trust.PROOF_OF_WORK, at=saturday
    )
    due = other.response_due_at
    pause_clock(
        report=other,
        why=WEATHER,
        until=saturday + timedelta(days=1),
        role="officer",
        at=saturday + timedelta(hours=1),
    )
    assert _again(other).response_due_at == due


def test_nobody_becomes_punctual_by_pausing_when_it_is_late(report: Report) -> None:
    late = MONDAY + timedelta(days=4)
    pause_clock(report=report, why=WEATHER, until=late + timedelta(days=5), role="officer", at=late)
    assert _again(report).response_due_at == MONDAY + timedelta(days=3)


def test_words_said_with_a_pause_are_the_first_answer(report: Report) -> None:
    at = MONDAY + timedelta(hours=1)
    pause_clock(report=report, why=ASKED, until=at + timedelta(days=5), role="officer", at=at)
    assert _again(report).responded_at == at
    assert _again(report).response_due_at == MONDAY + timedelta(days=3)


@pytest.mark.parametrize(
    ("why", "days", "key"),
    [
        (Why(Pause.Reason.CITIZEN), 3, "question_missing"),
        (Why(Pause.Reason.OTHER_BODY), 3, "body_missing"),
        (WEATHER, 32, "too_long"),
        (WEATHER, -1, "too_long"),
        (ASKED, 16, "too_long"),
    ],
)
def test_a_pause_without_reason_or_end_is_refused(report: Report, why: Why, days: int, key: str) -> None:
    with pytest.raises(ChangeRefused) as refused:
        pause_clock(report=report, why=why, until=MONDAY + timedelta(days=days), role="officer", at=MONDAY)
    assert refused.value.key == key
    assert not Pause.objects.exists()


def test_it_is_for_officials_on_public_open_reports_once(report: Report) -> None:
    until = MONDAY + timedelta(days=2)
    for role in ("reporter", "neighbour", "moderator"):
        with pytest.raises(ChangeRefused):
            pause_clock(report=report, why=WEATHER, until=until, role=role, at=MONDAY)
    pause_clock(report=report, why=WEATHER, until=until, role="officer", at=MONDAY)
    with pytest.raises(ChangeRefused, match="paused_already"):
        pause_clock(report=_again(report), why=WEATHER, until=until, role="officer", at=MONDAY)
    hidden = _again(report)
    hidden.visibility = Visibility.HIDDEN
    with pytest.raises(ChangeRefused, match="not_public"):
        pause_clock(report=hidden, why=WEATHER, until=until, role="officer", at=MONDAY)


def test_the_citizens_answer_lets_the_clock_go_on_and_nobody_elses_does(report: Report) -> None:
    with time_machine.travel(MONDAY + timedelta(hours=1), tick=False):
        pause_clock(report=report, why=ASKED, until=MONDAY + timedelta(days=5), role="officer")
        said = report.updates.get()
    assert go_on_after_answer(report_id=report.pk, update_id=said.pk) is None
    with time_machine.travel(MONDAY + timedelta(hours=4), tick=False):
        answer = add_to_report(report=_again(report), text="Number 12")
    ended = go_on_after_answer(report_id=report.pk, update_id=answer.pk)
    assert ended is not None and ended.ended_at == MONDAY + timedelta(hours=4)
    assert go_on_after_answer(report_id=report.pk, update_id=answer.pk) is None
    assert _again(report).paused_until is None


def test_it_ends_by_itself_and_whoever_paused_is_told_once_before(report: Report) -> None:
    until = MONDAY + timedelta(days=2)
    pause_clock(report=report, why=WEATHER, until=until, role="officer", at=MONDAY + timedelta(hours=1))
    due = _again(report).response_due_at
    assert remind_of_pauses(MONDAY + timedelta(hours=2)) == 0
    assert remind_of_pauses(until - timedelta(hours=3)) == 1
    assert remind_of_pauses(until - timedelta(hours=2)) == 0
    assert OutboxEvent.objects.filter(name="reports.pause_ends_soon").count() == 1
    assert end_pauses(until - timedelta(minutes=1)) == 0
    assert end_pauses(until + timedelta(hours=1)) == 1
    assert end_pauses(until + timedelta(hours=1)) == 0
    assert Pause.objects.get().ended_at == until
    assert (_again(report).paused_until, _again(report).response_due_at) == (None, due)
    verbs = (
        Entry.objects.filter(verb__startswith="reports.clock").order_by("pk").values_list("verb", flat=True)
    )
    assert list(verbs) == ["reports.clock_paused", "reports.clock_resumed"]


def test_closing_a_report_ends_its_pause(report: Report) -> None:
    pause_clock(report=report, why=WEATHER, until=MONDAY + timedelta(days=9), role="officer", at=MONDAY)
    fix_report(report=_again(report), role="officer", at=MONDAY + timedelta(days=1))
    pause = Pause.objects.get()
    assert (pause.ended_at, pause.ended_by) == (MONDAY + timedelta(days=1), Pause.End.CHANGE)
    assert _again(report).paused_until is None


def test_everybody_reads_since_when_and_why_and_erasure_takes_the_name(report: Report) -> None:
    why = Why(Pause.Reason.OTHER_BODY, body="KEDS")
    with time_machine.travel(MONDAY + timedelta(hours=1), tick=False):
        pause_clock(report=report, why=why, until=MONDAY + timedelta(days=5), role="officer")
        page = Client().get(f"/en/reports/{report.pk}/").content.decode()
        assert "The clock stands still since" in page and "KEDS has to act first" in page
        told = explain(_again(report), MONDAY + timedelta(hours=2))
        assert told.pause is not None
        assert any("stands still" in line.text for line in told.lines)
    erase_report(report=_again(report), role="moderator")
    assert Pause.objects.get().body == ""
    assert Client().get(f"/en/reports/{report.pk}/deadlines/").status_code == 404


def test_an_officer_pauses_and_resumes_on_the_page_of_the_clock() -> None:
    town = a_town()
    report = a_report(municipality=town.municipality)
    browser = browser_of(town.officer)
    page = reverse("reports:clock", args=[report.pk])
    assert browser.get(page).status_code == 200
    act = reverse("reports:pause", args=[report.pk])
    wrong = browser.post(act, {"reason": "citizen", "days": "3", "text": "", "body": ""})
    assert wrong.status_code == 422 and not Pause.objects.exists()
    sent = {"reason": "other_body", "days": "3", "text": "", "body": "KEDS"}
    assert browser.post(act, sent).status_code == 302
    assert Pause.objects.get().by == town.officer
    assert "KEDS" in browser.get(page).content.decode()
    assert browser.post(act, {"resume": "yes"}).status_code == 302
    assert Pause.objects.get().ended_by == Pause.End.OFFICIAL
    stranger = a_town("prizren").officer
    assert browser_of(stranger).get(page).status_code == 403
    assert browser_of(stranger).post(act, sent).status_code == 403
