"""Acts on many reports: a while to undo, nobody told before, conflicts left alone, and a crash that repeats nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ

from besa.core.models import OutboxEvent
from besa.desk import bulk_acts
from besa.desk.models import BulkAct, BulkItem
from besa.desk.services import bulk
from besa.ledger.models import Entry
from besa.people.models import Membership, Role
from besa.reports.deadlines import deadlines_of
from besa.reports.models import Pause, Report, Transition, Update
from besa.reports.models.report import State
from besa.reports.services.answers import StaleReport, acknowledge_report, answer_report
from besa.reports.services.categorising import correct_category
from besa.reports.services.erasure import erase_report
from besa.reports.services.pausing import Why, pause_clock
from tests.factories.desk import Town, a_report, a_town
from tests.factories.people import a_member, browser_of
from tests.factories.public import make_category, make_municipality

pytestmark = pytest.mark.django_db
BULK = "/en/desk/bulk/"
_HISTORY = ("reports_transition", "reports_pause")


@pytest.fixture
def town() -> Town:
    return a_town()


def _ask(browser: Client, reports: list[Report], act: str = "acknowledge", **given: Any) -> BulkAct:
    read_at = given.pop("read_at", timezone.now()).isoformat()
    picks = [report.pk for report in reports]
    answer = browser.post(BULK, {"act": act, "pick": picks, "step": "do", "read_at": read_at, **given})
    assert answer.status_code == 302, answer.content.decode()
    return BulkAct.objects.latest("pk")


def _carry_out(asked: BulkAct) -> None:
    BulkAct.objects.filter(pk=asked.pk).update(due_at=timezone.now())
    bulk.carry_out_bulk_act(asked.pk)
    asked.refresh_from_db()


def _states(reports: list[Report]) -> list[str]:
    return list(
        Report.objects.filter(pk__in=[report.pk for report in reports])
        .order_by("pk")
        .values_list("state", flat=True)
    )


def test_nothing_happens_before_its_time_and_then_everything(town: Town) -> None:
    reports = [a_report() for _ in range(3)]
    before = (OutboxEvent.objects.count(), Entry.objects.count())
    asked = _ask(browser_of(town.officer), reports)
    bulk.carry_out_bulk_act(asked.pk)
    assert _states(reports) == [State.RECEIVED] * 3
    assert (OutboxEvent.objects.count(), Entry.objects.count()) == before
    _carry_out(asked)
    assert _states(reports) == [State.ACKNOWLEDGED] * 3
    assert asked.state == BulkAct.State.DONE and asked.failures == 0
    assert Transition.objects.filter(new=State.ACKNOWLEDGED, bulk=True, actor=town.officer).count() == 3
    assert (OutboxEvent.objects.count(), Entry.objects.count()) == (before[0] + 3, before[1] + 3)


def test_the_worker_gets_it_when_it_is_due_and_not_before(town: Town) -> None:
    asked = _ask(browser_of(town.officer), [a_report()])
    waiting = OrmQ.objects.latest("pk")
    assert waiting.lock == asked.due_at
    assert waiting.func() == "besa.desk.services.bulk.carry_out_bulk_act"


def test_what_is_undone_leaves_no_trace(town: Town) -> None:
    reports = [a_report() for _ in range(2)]
    browser = browser_of(town.officer)
    before = (OutboxEvent.objects.count(), Entry.objects.count(), Transition.objects.count())
    asked = _ask(browser, reports, "answer", text="We know")
    assert browser.post(reverse("desk:bulk_act", args=[asked.pk]), {"undo": "1"}).status_code == 302
    _carry_out(asked)
    assert asked.state == BulkAct.State.UNDONE
    assert (OutboxEvent.objects.count(), Entry.objects.count(), Transition.objects.count()) == before
    assert not Update.objects.exists()


def test_who_is_sure_need_not_wait_and_can_then_not_undo(town: Town) -> None:
    reports = [a_report()]
    browser = browser_of(town.officer)
    page = reverse("desk:bulk_act", args=[_ask(browser, reports).pk])
    browser.post(page, {"now": "1"})
    assert _states(reports) == [State.ACKNOWLEDGED]
    answer = browser.post(page, {"undo": "1"}, follow=True)
    assert "too late to undo" in answer.content.decode()


def test_a_bulk_answer_is_no_rapid_reaction(town: Town) -> None:
    report = a_report()
    _carry_out(_ask(browser_of(town.officer), [report], "answer", text="We know about it."))
    report.refresh_from_db()
    assert report.responded_at is None
    assert Update.objects.get().bulk


def test_what_others_changed_is_left_alone_and_both_versions_are_shown(town: Town) -> None:
    same, answered, taken = a_report(), a_report(), a_report()
    read_at = timezone.now()
    answer_report(report=answered, by=town.coordinator, role="coordinator", text="On Monday.")
    acknowledge_report(report=taken, by=town.coordinator, role="coordinator")
    browser = browser_of(town.officer)
    asked = _ask(browser, [same, answered, taken], "fix", text="Done.", read_at=read_at)
    _carry_out(asked)
    assert _states([same, answered, taken]) == [State.FIXED, State.RECEIVED, State.ACKNOWLEDGED]
    assert asked.failures == 2
    page = browser.get(reverse("desk:bulk_act", args=[asked.pk]))
    content = page.content.decode()
    assert "On Monday." in content and "acknowledged" in content and "Done." in content
    again = browser.post(
        BULK, {"act": "fix", "step": "do", "text": "Done.", "pick": page.context["conflicts"]}
    )
    assert again.status_code == 302
    _carry_out(BulkAct.objects.latest("pk"))
    assert _states([answered, taken]) == [State.FIXED] * 2


def test_a_change_while_it_waits_is_a_conflict_too(town: Town) -> None:
    report = a_report()
    asked = _ask(browser_of(town.officer), [report])
    answer_report(report=report, by=town.coordinator, role="coordinator", text="On Monday.")
    _carry_out(asked)
    assert BulkItem.objects.get().outcome == BulkItem.Outcome.CONFLICT


def test_what_is_not_possible_is_said(town: Town) -> None:
    fixed = a_report(state=State.FIXED, closed_at=timezone.now())
    browser = browser_of(town.officer)
    asked = _ask(browser, [fixed])
    _carry_out(asked)
    content = browser.get(reverse("desk:bulk_act", args=[asked.pk])).content.decode()
    assert "not possible in the report&#x27;s present state" in content


def test_a_process_that_dies_in_between_repeats_nothing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_PORTION", 2)
    reports = [a_report() for _ in range(5)]
    asked = _ask(browser_of(town.officer), reports)
    kind, calls = bulk_acts.BULK_ACTS["acknowledge"], []

    def dies(report: Report, actor: bulk_acts.Actor, given: dict[str, Any]) -> object:
        calls.append(report.pk)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return kind.do(report, actor, given)

    broken = bulk_acts.BulkActKind(kind.key, kind.label, kind.soon, kind.waiting, kind.done, dies)
    monkeypatch.setitem(bulk_acts.BULK_ACTS, "acknowledge", broken)
    with pytest.raises(KeyboardInterrupt):
        _carry_out(asked)
    assert _states(reports).count(State.ACKNOWLEDGED) == 2
    monkeypatch.setitem(bulk_acts.BULK_ACTS, "acknowledge", kind)
    BulkAct.objects.filter(pk=asked.pk).update(due_at=timezone.now() - timedelta(minutes=5))
    assert bulk.sweep_bulk_acts() == 1
    assert _states(reports) == [State.ACKNOWLEDGED] * 5
    assert Transition.objects.filter(new=State.ACKNOWLEDGED).count() == 5


def test_all_that_match_are_at_most_two_hundred(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("besa.desk.views.bulk.MOST_AT_ONCE", 2)
    for _ in range(3):
        a_report()
    a_report(state=State.FIXED, closed_at=timezone.now())
    browser = browser_of(town.officer)
    page = browser.post(BULK, {"act": "acknowledge", "all": "1", "query": "view=new"})
    assert page.status_code == 200 and len(page.context["reports"]) == 2


def test_elsewhere_nobody_acts(town: Town) -> None:
    other = a_town("prizren")
    theirs = a_report(municipality=other.municipality)
    browser = browser_of(town.officer)
    answer = browser.post(BULK, {"act": "acknowledge", "pick": [theirs.pk], "step": "do"})
    assert answer.status_code == 302 and not BulkAct.objects.exists()
    asked = _ask(browser_of(other.officer), [theirs])
    for user in (town.officer, town.coordinator, other.coordinator):
        assert (
            browser_of(user).post(reverse("desk:bulk_act", args=[asked.pk]), {"undo": "1"}).status_code == 404
        )


def test_who_left_while_it_waited_does_nothing_any_more(town: Town) -> None:
    reports = [a_report()]
    asked = _ask(browser_of(town.officer), reports)
    Membership.objects.filter(user=town.officer).update(until=timezone.now())
    _carry_out(asked)
    assert _states(reports) == [State.RECEIVED] and asked.failures == 1


@pytest.mark.parametrize(("act", "given"), [("answer", {"text": " … "}), ("decline", {}), ("forward", {})])
def test_a_form_that_lacks_something_comes_back_with_its_reports(
    town: Town, act: str, given: dict[str, str]
) -> None:
    report = a_report()
    page = browser_of(town.officer).post(BULK, {"act": act, "pick": [report.pk], "step": "do", **given})
    assert page.status_code == 422
    assert page.context["reports"] == [report.pk] and not BulkAct.objects.exists()


def test_without_reports_or_act_one_is_sent_back(town: Town) -> None:
    browser = browser_of(town.officer)
    for given in (
        {"act": "acknowledge"},
        {"act": "x", "pick": [a_report().pk]},
        {"act": "fix", "pick": ["x", "9" * 40]},
    ):
        assert browser.post(BULK, given).status_code == 302
    assert not BulkAct.objects.exists()


def test_declining_and_forwarding_many(town: Town) -> None:
    first, second = a_report(), a_report()
    browser = browser_of(town.coordinator)
    _carry_out(_ask(browser, [first], "decline", reason="not_found"))
    _carry_out(_ask(browser, [second], "forward", department=str(town.department.pk)))
    assert _states([first, second]) == [State.DECLINED, State.FORWARDED]
    second.refresh_from_db()
    assert second.department == town.department


def test_the_queue_tells_what_waits_and_what_was_left(town: Town) -> None:
    report = a_report()
    browser = browser_of(town.officer)
    asked = _ask(browser, [report])
    page = browser.get("/en/desk/")
    assert page.context["bulks"][0].is_waiting and page.context["rows"][0].pending
    answer_report(report=report, by=town.coordinator, role="coordinator", text="On Monday.")
    _carry_out(asked)
    assert browser.get("/en/desk/").context["bulks"][0].bulk.failures == 1
    browser.get(reverse("desk:bulk_act", args=[asked.pk]))
    assert browser.get("/en/desk/").context["bulks"] == []


def test_an_erased_report_is_in_no_bulk_act(town: Town) -> None:
    report = a_report()
    _carry_out(_ask(browser_of(town.officer), [report]))
    erase_report(report=report, role="moderator")
    bulk.forget_report(report=report.pk)
    assert not BulkItem.objects.exists()


def test_giving_many_to_a_colleague(town: Town) -> None:
    reports = [a_report(), a_report(assignee=town.officer)]
    _carry_out(_ask(browser_of(town.coordinator), reports, "assign", person=town.officer.pk, text="Shihni"))
    assert set(Report.objects.values_list("assignee", flat=True)) == {town.officer.pk}
    assert BulkItem.objects.get(report_id=reports[1].pk).reason == "nothing_changed"
    assert Update.objects.filter(text="Shihni", audience=Update.Audience.PUBLIC).count() == 0


def test_many_were_about_something_else(town: Town) -> None:
    reports, other = [a_report() for _ in range(2)], make_category("lighting")
    _carry_out(_ask(browser_of(town.coordinator), reports, "category", category=other.pk))
    assert set(Report.objects.values_list("category", flat=True)) == {other.pk}


def test_each_has_the_dates_of_its_own_history_and_all_histories_are_read_together(town: Town) -> None:
    """As many reads of pauses and of changes of state for six reports as for two."""
    first, second = make_category("lighting"), make_category("water")
    reports = [a_report() for _ in range(6)]
    weather, until = Why(Pause.Reason.WEATHER), timezone.now() + timedelta(days=20)
    pause_clock(report=reports[1], why=weather, until=until, role="officer")
    browser = browser_of(town.coordinator)
    few, many = (_ask(browser, some, "category", category=first.pk) for some in (reports[:2], reports))
    reads = []
    for asked in (few, many):
        with CaptureQueriesContext(connection) as queries:
            _carry_out(asked)
        tables = [str(query["sql"]).partition(" WHERE ")[0] for query in queries]
        reads.append([sum(f'FROM "{name}"' in sql for sql in tables) for name in _HISTORY])
    # Once more for what others did in the meantime.
    assert reads == [[2, 1], [2, 1]]
    assert BulkItem.objects.filter(bulk=many).exclude(outcome=BulkItem.Outcome.DONE).count() == 2
    _carry_out(_ask(browser, reports, "category", category=second.pk))
    rows = list(Report.objects.select_related("municipality").order_by("pk"))
    assert {row.category_id for row in rows} == {second.pk}
    for row in rows:
        due = deadlines_of(row)
        assert (row.response_due_at, row.fix_due_at) == (due.response_due_at, due.fix_due_at)
    paused, other = rows[1].fix_due_at, rows[0].fix_due_at
    assert paused is not None and other is not None and paused > other + timedelta(days=10)


def test_a_category_is_not_corrected_by_a_history_without_a_pause_that_began_since(town: Town) -> None:
    report, other = a_report(), make_category("lighting")
    seen = Report.objects.select_related("municipality", "category").get(pk=report.pk)
    until = timezone.now() + timedelta(days=5)
    pause_clock(report=report, why=Why(Pause.Reason.WEATHER), until=until, role="officer")
    with pytest.raises(StaleReport):
        correct_category(report=seen, category=other, role="officer")


def test_many_are_urgent_for_a_reason(town: Town) -> None:
    reports, browser = [a_report() for _ in range(2)], browser_of(town.coordinator)
    picks = [report.pk for report in reports]
    answer = browser.post(BULK, {"act": "priority", "pick": picks, "step": "do", "priority": "2"})
    assert answer.status_code == 422
    assert not BulkAct.objects.exists()
    _carry_out(_ask(browser, reports, "priority", priority="2", text="Para shkollës"))
    assert set(Report.objects.values_list("priority", flat=True)) == {2}


def test_nobody_of_elsewhere_is_given_anything(town: Town) -> None:
    report = a_report()
    stranger = a_member(Role.OFFICER, make_municipality("kukes"), email="kukes@example.org")
    answer = browser_of(town.coordinator).post(
        BULK, {"act": "assign", "pick": [report.pk], "step": "do", "person": stranger.pk}
    )
    assert answer.status_code == 422
    assert not BulkAct.objects.exists()
