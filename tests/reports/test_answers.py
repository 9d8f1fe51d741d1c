"""Answering a report: what a change writes, what it refuses, and who is faster."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from besa.core.models import OutboxEvent
from besa.ledger.models import Entry, PrivatePayload
from besa.reports.models import Report, StateCount, Transition, Update
from besa.reports.models.report import State, Visibility
from besa.reports.services.answers import (
    ChangeRefused,
    StaleReport,
    acknowledge_report,
    answer_report,
    change_state,
    decline_report,
    fix_report,
    forward_report,
    mark_duplicate,
    note_internally,
    reopen_report,
    start_report,
    withdraw_report,
)
from tests.factories.desk import a_report, a_town
from tests.factories.public import make_municipality

pytestmark = pytest.mark.django_db


def _last_entry() -> dict:
    return json.loads(Entry.objects.latest("pk").leaf)


def _event_names() -> list[str]:
    return list(OutboxEvent.objects.order_by("pk").values_list("name", flat=True))


def test_a_change_writes_state_transition_words_entry_and_event() -> None:
    town, report = a_town(), a_report()
    done = fix_report(report=report, role="officer", by=town.officer, text="The hole is filled.")
    report.refresh_from_db()
    assert (report.state, report.closed_at, report.responded_at) == (State.FIXED, done.at, done.at)
    assert (done.old, done.new, done.actor) == (State.RECEIVED, State.FIXED, town.officer)
    assert done.update is not None and done.update.text == "The hole is filled."
    entry = _last_entry()
    assert entry["verb"] == "reports.fixed"
    assert entry["public"] == {"uid": report.uid, "number": report.pk, "old": "received", "new": "fixed"}
    assert "hole" not in json.dumps(entry)
    assert "hole" in PrivatePayload.objects.latest("entry_id").payload
    assert _event_names()[-1] == "reports.state_changed"
    assert {row.state: row.n for row in StateCount.objects.filter(n__gt=0)} == {"fixed": 1}


def test_of_a_report_that_is_not_public_the_ledger_shows_the_opaque_id_only() -> None:
    report = a_report(visibility=Visibility.PRIVATE)
    decline_report(report=report, role="officer", reason="not_found", text="Nobody there")
    entry = _last_entry()
    assert entry["public"] == {"uid": report.uid}
    assert entry["municipality"] == ""
    assert "not_found" in PrivatePayload.objects.latest("entry_id").payload
    assert not StateCount.objects.filter(n__gt=0).exists()


def test_the_faster_officer_wins_and_the_other_learns_what_happened() -> None:
    town, report = a_town(), a_report()
    same = Report.objects.select_related("municipality", "category").get(pk=report.pk)
    start_report(report=report, role="officer", by=town.officer)
    before = (Transition.objects.count(), Entry.objects.count(), Update.objects.count())
    with pytest.raises(StaleReport) as stale:
        decline_report(report=same, role="coordinator", by=town.coordinator, reason="not_found", text="No")
    assert stale.value.meanwhile.state == State.IN_PROGRESS
    assert (Transition.objects.count(), Entry.objects.count(), Update.objects.count()) == before


def test_a_form_opened_before_the_change_is_stale_too() -> None:
    report = a_report()
    acknowledge_report(report=report, role="officer")
    with pytest.raises(StaleReport):
        fix_report(report=report, role="officer", seen="received")


def test_a_report_hidden_in_the_meantime_is_not_counted_again() -> None:
    report = a_report()
    Report.objects.filter(pk=report.pk).update(visibility=Visibility.HIDDEN)
    with pytest.raises(StaleReport):
        fix_report(report=report, role="officer")


@pytest.mark.parametrize(
    ("verb", "text", "answered"),
    [
        (acknowledge_report, "", False),
        (acknowledge_report, " … ", False),
        (acknowledge_report, "We come on Monday", True),
        (start_report, "", False),
        (start_report, "We have begun", True),
        (fix_report, "", True),
    ],
)
def test_only_a_meaningful_answer_is_a_reaction(verb, text: str, answered: bool) -> None:
    report = a_report()
    verb(report=report, role="officer", text=text)
    report.refresh_from_db()
    assert (report.responded_at is not None) is answered


def test_the_moment_of_the_first_answer_never_moves() -> None:
    report, first = a_report(), timezone.now() - timedelta(days=2)
    answer_report(report=report, role="officer", text="We look into it", at=first)
    fresh = Report.objects.select_related("municipality", "category").get(pk=report.pk)
    fresh.responded_at = None  # as another process saw it before the first answer
    fix_report(report=fresh, role="officer")
    report.refresh_from_db()
    assert report.responded_at == first


def test_the_reporters_words_are_no_official_answer() -> None:
    report = a_report()
    withdraw_report(report=report, text="It was my mistake")
    report.refresh_from_db()
    assert (report.state, report.responded_at) == (State.WITHDRAWN, None)
    assert report.closed_at is not None


@pytest.mark.parametrize(
    ("new", "more", "key"),
    [
        (State.DECLINED, {"role": "officer"}, "reason_missing"),
        (State.DECLINED, {"role": "officer", "reason": "no_mood"}, "reason_missing"),
        (State.FORWARDED, {"role": "officer"}, "recipient_missing"),
        (State.DUPLICATE, {"role": "officer"}, "original_missing"),
        (State.REOPENED, {"role": "officer"}, "not_possible"),
        (State.FIXED, {"role": "reporter"}, "not_possible"),
        (State.WITHDRAWN, {"role": "officer"}, "not_possible"),
    ],
)
def test_what_is_missing_or_impossible_is_refused(new: State, more: dict, key: str) -> None:
    report = a_report()
    with pytest.raises(ChangeRefused) as refused:
        change_state(report=report, new=new, **more)
    assert refused.value.key == key
    assert Transition.objects.filter(report=report).count() == 1


def test_an_erased_report_cannot_change_and_an_unconfirmed_one_only_be_withdrawn() -> None:
    with pytest.raises(ChangeRefused):
        acknowledge_report(report=a_report(visibility=Visibility.ERASED), role="officer")
    waiting = a_report(visibility=Visibility.UNCONFIRMED)
    with pytest.raises(ChangeRefused):
        acknowledge_report(report=waiting, role="officer")
    withdraw_report(report=waiting)
    assert waiting.state == State.WITHDRAWN


def test_a_duplicate_names_a_report_of_the_same_municipality_that_is_no_duplicate() -> None:
    original, report = a_report(), a_report()
    elsewhere = a_report(municipality=make_municipality("prizren"))
    for wrong, key in ((report, "original_is_itself"), (elsewhere, "original_elsewhere")):
        with pytest.raises(ChangeRefused) as refused:
            mark_duplicate(report=report, duplicate_of=wrong, role="officer")
        assert refused.value.key == key
    mark_duplicate(report=report, duplicate_of=original, role="officer")
    assert _last_entry()["public"]["duplicate_of"] == original.uid
    third = a_report()
    with pytest.raises(ChangeRefused):
        mark_duplicate(report=third, duplicate_of=report, role="officer")
    reopen_report(report=report, role="officer")
    report.refresh_from_db()
    assert report.duplicate_of is None


def test_forwarding_to_a_department_moves_the_report_and_keeps_its_dates() -> None:
    town, report = a_town(), a_report()
    due = report.fix_due_at
    done = forward_report(report=report, role="officer", department=town.department)
    report.refresh_from_db()
    assert (report.department, report.fix_due_at, report.closed_at) == (town.department, due, None)
    assert done.forwarded_to == "Services"
    assert _last_entry()["public"]["forwarded_to"] == "services"


def test_forwarding_outside_ends_the_repair_deadline_until_it_comes_back() -> None:
    report = a_report()
    forward_report(report=report, role="officer", forwarded_to="KRU Hidrodrini")
    report.refresh_from_db()
    assert report.fix_due_at is None
    assert "Hidrodrini" not in json.dumps(_last_entry())
    start_report(report=report, role="officer")
    report.refresh_from_db()
    assert report.fix_due_at is not None and report.fix_due_at > timezone.now()


def test_a_department_of_another_municipality_is_no_recipient() -> None:
    report, other = a_report(), a_town("prizren")
    with pytest.raises(ChangeRefused):
        forward_report(report=report, role="officer", department=other.department)


def test_answers_and_notes_leave_the_state_alone() -> None:
    town, report = a_town(), a_report()
    answer_report(report=report, role="officer", by=town.officer, text="We know of it")
    note_internally(report=report, role="officer", by=town.officer, text="Ask Besnik")
    report.refresh_from_db()
    assert report.state == State.RECEIVED
    assert [(u.audience, u.author) for u in report.updates.all()] == [
        ("public", town.officer),
        ("internal", town.officer),
    ]
    assert "Besnik" not in Entry.objects.latest("pk").leaf
    assert _event_names() == ["reports.update_added"]


@pytest.mark.parametrize("role", ["reporter", "neighbour", "moderator"])
def test_only_officials_answer_and_note(role: str) -> None:
    report = a_report()
    for say in (answer_report, note_internally):
        with pytest.raises(ChangeRefused):
            say(report=report, role=role, text="I am the mayor")


def test_an_answer_says_something() -> None:
    with pytest.raises(ChangeRefused):
        answer_report(report=a_report(), role="officer", text=" … ")
