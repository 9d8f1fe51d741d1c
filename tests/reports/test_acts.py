"""What officials do to one report beside changing its state."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from besa.core.models import OutboxEvent
from besa.ledger.models import Entry
from besa.reports.deadlines import deadlines_of
from besa.reports.models import (
    CategoryRule,
    Change,
    Mention,
    MeToo,
    Photo,
    Question,
    Report,
    Reporter,
    Update,
)
from besa.reports.models.clock import DeadlineRule, Unit
from besa.reports.models.report import Priority, State, Visibility
from besa.reports.queries.changes import changes_for_desk, public_changes
from besa.reports.queries.merged import told_with
from besa.reports.queries.stories import photos_of, story_of
from besa.reports.reaction import first_answer_at
from besa.reports.services import answers
from besa.reports.services.answers import ChangeRefused, StaleReport
from besa.reports.services.assigning import assign_report, assigned_to
from besa.reports.services.categorising import correct_category
from besa.reports.services.erasure import erase_report
from besa.reports.services.joining import say_me_too
from besa.reports.services.notes import note_internally, see_mentions
from besa.reports.services.placing import hand_over_report, place_report
from besa.reports.services.priorities import set_priority
from besa.reports.services.splitting import split_report
from besa.reports.services.undoing import undo_change
from besa.reports.undo_window import UNDO_FOR
from tests.reports.acts import (
    IN_DECAN,
    IN_PEJA,
    NOWHERE,
    Neighbours,
    category_of,
    exposure_is_exact,
    neighbours,
)

pytestmark = pytest.mark.django_db
MORE = (IN_PEJA[0] + 0.01, IN_PEJA[1] + 0.01)


@pytest.fixture
def there() -> Neighbours:
    return neighbours()


def fresh(report: Report) -> Report:
    return Report.objects.select_related("municipality", "category", "department", "place", "assignee").get(
        pk=report.pk
    )


def entry_of(verb: str) -> dict[str, Any]:
    return next(
        json.loads(one.leaf) for one in Entry.objects.order_by("-pk") if json.loads(one.leaf)["verb"] == verb
    )


def refusal(act: Any, **how: Any) -> str:
    with pytest.raises(ChangeRefused) as refused, transaction.atomic():
        act(**how)
    return refused.value.key


# Assigning


def test_a_report_is_given_to_a_department_and_a_person(there: Neighbours) -> None:
    report = there.report()
    change = assign_report(
        report=report,
        department=there.roads,
        assignee=there.of_roads,
        role="officer",
        by=there.officer,
        note="Yours",
    )
    row = fresh(report)
    assert (row.department, row.assignee) == (there.roads, there.of_roads)
    assert row.state == State.RECEIVED and row.responded_at is None
    assert change.note is not None and change.note.audience == Update.Audience.INTERNAL
    public = entry_of("reports.assigned")["public"]
    assert public == {"uid": report.uid, "number": report.pk, "department": "roads"}
    assert OutboxEvent.objects.filter(name="reports.changed").count() == 1


def test_nobody_of_elsewhere_gets_a_report(there: Neighbours) -> None:
    report = there.report()
    how: dict[str, Any] = {"report": report, "role": "officer"}
    assert refusal(assign_report, department=None, assignee=there.in_decan, **how) == "assignee_elsewhere"
    assert (
        refusal(assign_report, department=there.parks, assignee=there.of_roads, **how) == "assignee_elsewhere"
    )
    assert refusal(assign_report, department=None, assignee=None, **how) == "nothing_changed"
    assert (
        refusal(assign_report, report=report, role="neighbour", department=there.roads, assignee=None)
        == "not_possible"
    )
    assert Change.objects.count() == 0


def test_two_officers_assigning_at_once_do_not_overwrite_each_other(there: Neighbours) -> None:
    report, other = there.report(), None
    seen, other = assigned_to(report), fresh(report)
    assign_report(report=report, department=there.roads, assignee=None, role="officer", by=there.officer)
    for stale in (other, fresh(report)):
        with pytest.raises(StaleReport) as error, transaction.atomic():
            assign_report(report=stale, department=there.parks, assignee=None, role="coordinator", seen=seen)
        assert (error.value.meanwhile.by, error.value.meanwhile.kind) == ("Arta Gashi", "assigned")
    assert fresh(report).department == there.roads


# Priorities


def test_a_priority_needs_a_reason_and_stays_inside(there: Neighbours) -> None:
    report = there.report()
    assert (
        refusal(set_priority, report=report, priority=Priority.URGENT, role="officer")
        == "priority_reason_missing"
    )
    set_priority(report=report, priority=Priority.URGENT, role="officer", note="A child fell in")
    assert fresh(report).priority == Priority.URGENT > Priority.HIGH > Priority.NORMAL
    leaf = entry_of("reports.prioritised")
    assert leaf["public"] == {"uid": report.uid, "number": report.pk}
    assert public_changes(fresh(report)) == []
    with pytest.raises(StaleReport), transaction.atomic():
        set_priority(report=report, priority=Priority.NORMAL, role="officer", seen="0")
    set_priority(report=report, priority=Priority.NORMAL, role="officer", seen="2")


# Notes and mentions


def test_a_mention_is_found_later_and_read_once(there: Neighbours) -> None:
    report = there.report(department=there.roads)
    note = note_internally(
        report=report, role="officer", by=there.officer, text="@Bekim Hoti look", mentioned=[there.of_roads]
    )
    mention = Mention.objects.get(update=note)
    assert mention.user == there.of_roads and mention.seen_at is None
    assert OutboxEvent.objects.filter(name="reports.colleague_mentioned").count() == 1
    assert see_mentions(user=there.officer, mention_ids=[mention.pk]) == 0
    assert see_mentions(user=there.of_roads, mention_ids=[mention.pk]) == 1
    assert see_mentions(user=there.of_roads, mention_ids=[mention.pk]) == 0


@pytest.mark.parametrize("who", ["of_parks", "in_decan"])
def test_nobody_is_mentioned_who_may_not_see_the_report(there: Neighbours, who: str) -> None:
    report = there.report(department=there.roads)
    how: dict[str, Any] = {"report": report, "role": "officer", "text": "Look"}
    assert refusal(note_internally, mentioned=[getattr(there, who)], **how) == "colleague_elsewhere"
    assert Update.objects.count() == 0


# The category


def test_the_deadline_follows_the_category_and_so_does_the_department(there: Neighbours) -> None:
    lamp = category_of("lighting")
    CategoryRule.objects.create(municipality=there.peja, category=lamp, department=there.parks)
    DeadlineRule.objects.create(
        municipality=there.peja, category=lamp, response_amount=400, response_unit=Unit.HOURS, fix_amount=900,
        fix_unit=Unit.HOURS, valid_from=timezone.now() - dt.timedelta(days=9), set_by="coordinator",
    )  # fmt: skip
    report = there.report(department=there.roads, assignee=there.of_roads, text="Rruga e errët")
    old_due = report.response_due_at
    correct_category(
        report=report, category=lamp, role="officer", by=there.officer, seen=str(report.category_id)
    )
    row = fresh(report)
    assert (row.category, row.department, row.assignee) == (lamp, there.parks, None)
    assert row.response_due_at != old_due and row.state == State.RECEIVED
    assert row.response_due_at is not None and row.response_due_at > row.created_at
    facts = entry_of("reports.categorised")["public"]
    assert (facts["old"], facts["new"]) == ("pothole", "lighting")
    assert exposure_is_exact()


def test_answers_that_fit_stay_and_the_others_come_back_when_it_is_undone(there: Neighbours) -> None:
    old, new = category_of("pothole"), category_of("lighting")
    Question.objects.all().delete()
    depth = {"kind": "number", "labels": {"en": "Depth"}}
    Question.objects.create(category=old, key="depth", **depth)
    Question.objects.create(category=old, key="since", kind="text", labels={"en": "Since"})
    Question.objects.create(category=new, key="since", kind="text", labels={"en": "Since"})
    report = there.report(answers={"depth": 30, "since": "May"})
    change = correct_category(report=report, category=new, role="officer", by=there.officer)
    assert fresh(report).answers == {"since": "May"}
    assert change.kept == {"answers": {"depth": 30}}
    assert "depth" not in json.dumps(entry_of("reports.categorised"))
    undo_change(change=change, role="officer", by=there.officer)
    row = fresh(report)
    assert row.answers == {"depth": 30, "since": "May"} and row.category == old
    assert exposure_is_exact()


def test_another_municipalitys_own_category_is_none_of_ours(there: Neighbours) -> None:
    report, theirs = there.report(), category_of("lighting")
    theirs.municipality = there.decan
    theirs.save()
    assert refusal(correct_category, report=report, category=theirs, role="officer") == "category_elsewhere"


# The place


def test_a_pin_moves_within_the_municipality(there: Neighbours) -> None:
    report = there.report()
    place_report(
        report=report, lat=MORE[0], lon=MORE[1], role="officer", by=there.officer, note="Seen on site"
    )
    row = fresh(report)
    assert (row.lat, row.lon, row.outside) == (*MORE, False)
    assert row.place is not None
    assert exposure_is_exact()
    (line,) = public_changes(row)
    assert str(IN_PEJA[0]) not in line.text and "20.2" not in line.text


def test_a_point_elsewhere_is_refused_unless_the_municipality_says_it_is_its_own(there: Neighbours) -> None:
    report = there.report()
    for lat, lon in (IN_DECAN, NOWHERE):
        assert refusal(place_report, report=report, lat=lat, lon=lon, role="officer") == "elsewhere"
    assert refusal(place_report, report=report, lat=float("nan"), lon=1, role="officer") == "not_a_point"
    place_report(report=report, lat=IN_DECAN[0], lon=IN_DECAN[1], role="officer", ours=True)
    row = fresh(report)
    assert row.outside and row.municipality == there.peja and row.place.municipality == there.peja
    assert exposure_is_exact()


def test_a_hidden_report_moves_without_a_trace_in_public(there: Neighbours) -> None:
    report = there.report(visibility=Visibility.HIDDEN)
    place_report(report=report, lat=MORE[0], lon=MORE[1], role="officer")
    assert entry_of("reports.placed")["public"] == {"uid": report.uid}
    assert exposure_is_exact()


# Handing over


def hand_over(there: Neighbours, report: Report, **how: Any) -> Change:
    return hand_over_report(
        report=report,
        lat=IN_DECAN[0],
        lon=IN_DECAN[1],
        to=there.decan,
        role="officer",
        by=there.officer,
        **how,
    )


def test_a_report_in_the_next_municipality_is_new_there(there: Neighbours) -> None:
    report = there.report(department=there.roads, assignee=there.of_roads, priority=2)
    answers.start_report(report=report, role="officer", text="We come on Monday", by=there.officer)
    hand_over(there, report, note="Not our road")
    row = fresh(report)
    assert (row.municipality, row.department, row.assignee, row.priority) == (there.decan, None, None, 0)
    assert (row.state, row.responded_at) == (State.RECEIVED, None)
    assert row.response_due_at is not None and row.response_due_at > timezone.now()
    assert [step.new for step in row.transitions.all()] == ["received", "in_progress", "received"]
    facts = entry_of("reports.handed_over")["public"]
    assert (facts["from"], facts["to"]) == ("peja", "decan")
    assert exposure_is_exact()


def test_what_a_municipality_noted_for_itself_stays_with_it(there: Neighbours) -> None:
    report = there.report()
    note_internally(report=report, role="officer", by=there.officer, text="The mayor's cousin lives here")
    Update.objects.create(
        report=report,
        text="Behind the mill",
        audience="internal",
        author_role="reporter",
        created_at=timezone.now(),
    )
    assign_report(
        report=report, department=there.roads, assignee=there.of_roads, role="officer", by=there.officer
    )
    hand_over(there, report, note="Take it")
    told = str([(step.who, step.text, step.note) for step in story_of(fresh(report), {})])
    assert "cousin" not in told and "Hoti" not in told and "Gashi" not in told and "Take it" not in told
    assert "Behind the mill" in told and "Deçan" in told
    hand_back = hand_over_report(
        report=fresh(report),
        lat=IN_PEJA[0],
        lon=IN_PEJA[1],
        to=there.peja,
        role="coordinator",
        by=there.in_decan,
    )
    again = str([(step.who, step.text, step.note) for step in story_of(fresh(report), {})])
    assert hand_back.municipality == there.decan
    assert "cousin" in again and "Hoti" in again and "Deda" not in again


def test_a_hand_over_needs_the_right_place_and_somebody_who_takes_it(there: Neighbours) -> None:
    report = there.report()
    how: dict[str, Any] = {"report": report, "to": there.decan, "role": "officer"}
    assert refusal(hand_over_report, lat=IN_PEJA[0], lon=IN_PEJA[1], **how) == "not_there"
    there.decan.active = False
    there.decan.save()
    assert refusal(hand_over_report, lat=IN_DECAN[0], lon=IN_DECAN[1], **how) == "takes_no_reports"
    there.decan.active = True
    there.decan.save()
    CategoryRule.objects.create(municipality=there.decan, category=report.category, offered=False)
    assert refusal(hand_over_report, lat=IN_DECAN[0], lon=IN_DECAN[1], **how) == "category_not_there"
    CategoryRule.objects.all().delete()
    answers.decline_report(report=report, role="officer", reason="not_found")
    assert refusal(hand_over_report, lat=IN_DECAN[0], lon=IN_DECAN[1], **how) == "not_possible"


# Merging and opening again


def test_me_toos_move_along_with_a_duplicate_and_go_back(there: Neighbours) -> None:
    first, second = there.report(reporter={"device": "one"}), there.report(reporter={"device": "two"})
    for device in ("a", "b", "one"):
        say_me_too(report=second, device=device)
    say_me_too(report=first, device="b")
    answers.mark_duplicate(report=second, duplicate_of=fresh(first), role="officer", by=there.officer)
    assert set(MeToo.objects.filter(report=first).values_list("device", flat=True)) == {"a", "b", "two"}
    assert fresh(first).me_too_count == 3
    assert set(told_with(first)) == {first.pk, second.pk}
    assert say_me_too(report=first, device="a") is False
    answers.reopen_report(report=fresh(second), role="reporter")
    assert set(MeToo.objects.filter(report=first).values_list("device", flat=True)) == {"b"}
    assert (fresh(first).me_too_count, fresh(second).me_too_count) == (1, 3)
    assert told_with(first) == [first.pk]
    assert [line.other for line in public_changes(fresh(first))] == [second.pk, second.pk]


def test_a_me_too_that_is_said_at_a_duplicate_counts_where_it_goes_on(there: Neighbours) -> None:
    one, two, three = (there.report(reporter={"device": f"d{n}"}) for n in range(3))
    for duplicate, original in ((three, two), (two, one)):
        answers.mark_duplicate(
            report=fresh(duplicate), duplicate_of=fresh(original), role="officer", by=there.officer
        )
    counts = [fresh(one).me_too_count, fresh(two).me_too_count]
    for device in ("new", "new", "d0"):  # twice by the same, and by who reported what goes on
        say_me_too(report=fresh(three), device=device)
    # The reporter of the first has the problem of the second too, and is no second person at their own.
    assert [fresh(one).me_too_count, fresh(two).me_too_count] == [counts[0] + 1, counts[1] + 2]
    answers.reopen_report(report=fresh(three), role="reporter")
    assert not MeToo.objects.filter(report__in=[one, two], device="new").exists()


def test_what_went_through_an_original_goes_back_from_further_on(there: Neighbours) -> None:
    one, two, three = (there.report(reporter={"device": f"d{n}"}) for n in range(3))
    say_me_too(report=one, device="a")
    answers.mark_duplicate(report=one, duplicate_of=two, role="officer")
    answers.mark_duplicate(report=fresh(two), duplicate_of=three, role="officer")
    assert set(MeToo.objects.filter(report=three).values_list("device", flat=True)) == {"a", "d0", "d1"}
    answers.reopen_report(report=fresh(one), role="officer")
    assert set(MeToo.objects.filter(report=three).values_list("device", flat=True)) == {"d1"}
    assert fresh(three).me_too_count == 1


def test_two_reports_never_become_each_others_duplicate(there: Neighbours) -> None:
    one, two = there.report(), there.report()
    seen_before = fresh(one)
    answers.mark_duplicate(report=one, duplicate_of=two, role="officer")
    key = refusal(answers.mark_duplicate, report=fresh(two), duplicate_of=seen_before, role="officer")
    assert key == "original_is_duplicate"


# Splitting


def test_a_part_goes_on_by_itself(there: Neighbours) -> None:
    report = there.report(text="A hole in the road. And the lamp is broken.", reporter={"show_name": True})
    stays, goes = (
        Photo.objects.create(report=report, key=key * 16, created_at=timezone.now(), state="ready", version=1)
        for key in ("s", "g")
    )
    done = split_report(
        report=report,
        text="And the lamp is broken.",
        category=category_of("lighting"),
        photos=[goes],
        role="officer",
        by=there.officer,
    )
    part = fresh(done.part)
    assert (part.split_from, part.state, part.category.key) == (report, State.RECEIVED, "lighting")
    assert (part.visibility, part.text) == (Visibility.PUBLIC, "And the lamp is broken.")
    assert list(part.photos.all()) == [goes] and list(report.photos.all()) == [stays]
    theirs, copied = Reporter.objects.get(report=report), Reporter.objects.get(report=part)
    assert (copied.email, copied.name, copied.show_name) == (theirs.email, theirs.name, True)
    assert copied.link_salt != theirs.link_salt
    assert entry_of("reports.split")["public"]["part"] == part.uid
    assert [line.other for line in public_changes(fresh(report))] == [part.pk]
    assert exposure_is_exact()
    erase_report(report=fresh(report), role="reporter")
    assert fresh(part).visibility == Visibility.ERASED and fresh(part).text == ""


def test_officials_cut_the_citizens_words_and_write_none(there: Neighbours) -> None:
    report = there.report(text="A hole  in the road.\nAnd the lamp is broken.")
    other = there.report()
    photo = Photo.objects.create(report=other, key="x" * 16, created_at=timezone.now())
    how: dict[str, Any] = {"report": report, "category": category_of("lighting"), "role": "officer"}
    assert refusal(split_report, text="The lamp works", **how) == "not_the_citizens_words"
    assert refusal(split_report, text="  ", **how) == "text_missing"
    assert refusal(split_report, text="A hole in the road.", photos=[photo], **how) == "photo_elsewhere"
    split_report(text="A hole in the\nroad.", **how)
    assert Report.objects.filter(split_from=report).count() == 1


def test_a_part_of_a_hidden_report_is_hidden(there: Neighbours) -> None:
    report = there.report(visibility=Visibility.HIDDEN)
    part = split_report(
        report=report, text=report.text, category=category_of("lighting"), role="officer"
    ).part
    assert part.visibility == Visibility.HIDDEN and part.published_at is None
    assert report.uid not in json.dumps(entry_of("reports.received"))
    assert exposure_is_exact()


# Undoing


def test_what_was_just_done_can_be_taken_back_once(there: Neighbours) -> None:
    report = there.report(department=there.roads)
    first = assign_report(
        report=report, department=there.parks, assignee=there.of_parks, role="officer", by=there.officer
    )
    undone = undo_change(change=first, role="officer", by=there.officer)
    assert (fresh(report).department, fresh(report).assignee) == (there.roads, None)
    assert refusal(undo_change, change=first, role="officer", by=there.officer) == "too_late_to_undo"
    assert refusal(undo_change, change=undone, role="officer", by=there.officer) == "too_late_to_undo"
    second = set_priority(
        report=fresh(report), priority=Priority.HIGH, role="officer", by=there.officer, note="School"
    )
    assert refusal(undo_change, change=second, role="officer", by=there.coordinator) == "too_late_to_undo"
    late = second.at + UNDO_FOR + dt.timedelta(seconds=1)
    assert (
        refusal(undo_change, change=second, role="officer", by=there.officer, at=late) == "too_late_to_undo"
    )
    third = place_report(report=fresh(report), lat=MORE[0], lon=MORE[1], role="officer", by=there.officer)
    undo_change(change=third, role="officer", by=there.officer)
    assert (fresh(report).lat, fresh(report).lon) == IN_PEJA
    assert exposure_is_exact()


def test_nothing_is_taken_back_from_under_a_colleague(there: Neighbours) -> None:
    report = there.report()
    change = set_priority(
        report=report, priority=Priority.HIGH, role="officer", by=there.officer, note="School"
    )
    set_priority(
        report=fresh(report), priority=Priority.URGENT, role="officer", by=there.coordinator, note="Bus"
    )
    with pytest.raises(StaleReport):
        undo_change(change=change, role="officer", by=there.officer)
    assert fresh(report).priority == Priority.URGENT


# What everybody may see


def test_the_desk_knows_names_and_the_public_none(there: Neighbours) -> None:
    report = there.report()
    assign_report(
        report=report, department=there.roads, assignee=there.of_roads, role="officer", by=there.officer
    )
    set_priority(report=report, priority=Priority.HIGH, role="officer", by=there.officer, note="School")
    correct_category(report=report, category=category_of("lighting"), role="officer", by=there.officer)
    inside = str(changes_for_desk(fresh(report)))
    assert "Bekim Hoti" in inside and "Arta Gashi" in inside and "Roads" in inside
    outside = str(public_changes(fresh(report)))
    assert not any(word in outside for word in ("Bekim", "Arta", "Roads", "School", "high"))
    assert len(public_changes(fresh(report))) == 1
    assert photos_of(report) == {}


def test_the_clock_counts_from_rows_what_the_acts_wrote(there: Neighbours) -> None:
    """Corrected, handed over, answered: the dates in the row are those that the rows lead to."""
    report = there.report()
    answers.answer_report(report=report, role="officer", text="We come on Monday", by=there.officer)
    correct_category(report=fresh(report), category=category_of("lighting"), role="officer")
    row = fresh(report)
    due = deadlines_of(row)
    assert (row.response_due_at, row.fix_due_at) == (due.response_due_at, due.fix_due_at)
    answers.forward_report(report=fresh(report), role="officer", forwarded_to="KRU")
    hand_over(there, fresh(report))
    row = fresh(report)
    due = deadlines_of(row)
    assert (row.response_due_at, row.fix_due_at) == (due.response_due_at, due.fix_due_at)
    assert first_answer_at(row) is row.responded_at is None
    answers.answer_report(report=row, role="coordinator", text="Thank you", by=there.in_decan)
    assert first_answer_at(fresh(report)) == fresh(report).responded_at is not None
