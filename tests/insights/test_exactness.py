"""Kept figures are right to the unit after any history, as of any day, and fit the public ledger."""

from __future__ import annotations

import copy
import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from besa.core.outbox import deliver_event
from besa.core.services import publish
from besa.insights import differences, memory
from besa.insights.columns import Facts
from besa.insights.counting import MOST_WAITING, Count
from besa.insights.models import FactBlock, FactChange
from besa.insights.periods import steps_of
from besa.insights.reading import read_all
from besa.insights.scopes import Asked, ask
from besa.insights.services import keeping
from besa.insights.services.keeping import forget_facts, install_triggers, keep_facts
from besa.insights.triggers import NAMES
from besa.ledger.models import Entry
from besa.reports.events import ReportsImported
from besa.reports.models import Report
from besa.reports.models.report import State, Visibility
from besa.reports.services.state_change import change_state
from besa.reports.transitions import DECLINE_REASONS
from tests.factories.histories import BEGINNING, History
from tests.factories.public import make_municipality, make_report
from tests.factories.recount import OVER, Case, Recount, as_summary

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Belgrade")


def assert_exact(asked: Asked) -> None:
    """What is kept, what is read afresh, and what is counted by hand are the same."""
    by_hand = Recount(asked)
    kept, afresh = Count(asked), Count(asked, read_all(asked.municipality.pk, asked.zone))
    assert all(one == other for one, other in zip(detailed(kept), detailed(afresh), strict=True))
    for count in (kept, afresh):
        assert {**count.standing} == {**dict.fromkeys(count.standing, 0), **by_hand.counted(by_hand.standing)}
        assert {**count.period} == {**dict.fromkeys(count.period, 0), **by_hand.counted(by_hand.cases)}
        assert as_summary(count.response) == by_hand.response()
        assert as_summary(count.fix) == by_hand.fix()
        assert_groups_exact(count, by_hand)


def assert_groups_exact(count: Count, by_hand: Recount) -> None:
    """The numbers by category, by month and by hour add up to the same as those counted by hand."""
    ids = sorted({case.report.category_id for case in by_hand.cases}) or [1]
    for number, (counted, response, fix) in zip(ids, count.by("category", ids), strict=True):
        cases = [case for case in by_hand.cases if case.report.category_id == number]
        assert counted == {**dict.fromkeys(counted, 0), **by_hand.counted(cases)}
        part = replace_cases(by_hand, cases)
        assert (as_summary(response), as_summary(fix)) == (part.response(), part.fix())
    period = count.asked.period
    steps = steps_of(period.since or BEGINNING.date() - timedelta(days=70), period.until, count.asked.zone)
    assert sum(step["reports"] for step in count.by_step(steps)) == len(by_hand.cases)
    assert count.hours().sum() == sum(count.cells().values()) == len(by_hand.cases)
    open_ones = [case for case in by_hand.standing if case.state not in OVER]
    longest = sorted(open_ones, key=lambda case: (case.published, case.report.pk))[:MOST_WAITING]
    assert [pk for pk, _ in count.waiting()] == [case.report.pk for case in longest]


def detailed(count: Count) -> list[Any]:
    """All that is counted in tables."""
    period = count.asked.period
    steps = steps_of(period.since or BEGINNING.date() - timedelta(days=70), period.until, count.asked.zone)
    facts = count.facts
    parts = {
        column: sorted({*facts.columns[column][facts.alive].tolist()}) for column in ("category", "place")
    }
    return [
        *(count.by(column, ids) for column, ids in parts.items()),
        count.by_step(steps), count.repairs_by_step(steps), count.hours().tolist(), count.cells(),
        count.waiting(), count.first_published,
    ]  # fmt: skip


def replace_cases(by_hand: Recount, cases: list[Case]) -> Recount:
    """The same count of some of the cases only."""
    part = copy.copy(by_hand)
    part.cases = cases
    return part


def questions(history: History, dice: random.Random) -> list[Asked]:
    """Some questions about a history: all of it, a category, a settlement, a period, a past day."""
    with time_machine.travel(history.now, tick=False):
        day = (history.now - timedelta(days=dice.randint(1, 40))).date()
        town = history.municipality
        return [
            ask(town),
            ask(town, since=BEGINNING.date()),
            ask(town, period="30d"),
            ask(town, category="waste", period="all"),
            ask(town, place=history.places[0].slug),
            ask(town, as_of=day),
            ask(town, since=day - timedelta(days=20), until=day),
        ]


@pytest.mark.parametrize("seed", range(6))
def test_figures_stay_exact_through_any_history(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if seed % 2:  # so few reports would be counted anew
        monkeypatch.setattr(differences, "_FEW", 0)
    history, dice = History(seed), random.Random(seed)
    for _ in range(6):
        history.go_on(20)
        if dice.random() < 0.4:
            keep_facts(now=True)
        if dice.random() < 0.3:
            memory.forget()
        for asked in questions(history, dice):
            assert_exact(asked)
    assert Count(ask(history.municipality, period="all")).standing["reports"] > 5


@pytest.mark.parametrize("seed", range(3))
def test_a_past_day_gives_the_numbers_of_that_day(seed: int) -> None:
    history = History(seed, lasting=True)
    seen: list[tuple[datetime, dict[str, int], dict[str, int]]] = []
    for _ in range(5):
        history.go_on(15)
        midnight = datetime.combine(
            (history.now + timedelta(days=1)).date(), datetime.min.time(), tzinfo=ZONE
        )
        history.now = midnight
        with time_machine.travel(midnight, tick=False):
            yesterday = ask(history.municipality, period="all", as_of=(midnight - timedelta(hours=1)).date())
            count = Count(yesterday)
            seen.append((midnight, dict(count.standing), dict(count.period)))
    with time_machine.travel(history.now + timedelta(days=200), tick=False):
        for midnight, standing, period in seen:
            day = (midnight - timedelta(hours=1)).date()
            count = Count(ask(history.municipality, period="all", as_of=day))
            without_moved = {"late_fix", "fix_due", "fixed_in_time", "repairable"}
            for name in set(standing) - without_moved:
                assert (count.standing[name], count.period[name]) == (standing[name], period[name]), name


def test_a_million_rows_come_the_same_way_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    history = History(1)
    history.go_on(30)
    Count(ask(history.municipality))
    monkeypatch.setattr(memory, "_MANY", 1)
    history.go_on(30)
    for asked in questions(history, random.Random(1)):
        assert_exact(asked)


def test_figures_fit_the_public_ledger() -> None:
    history = History(11, lasting=True)
    history.go_on(120)
    with time_machine.travel(history.now + timedelta(hours=1), tick=False):
        count = Count(ask(history.municipality, period="all"))
        told = Entry.objects.filter(verb__startswith="reports.").order_by("pk")
        public = {report.uid: report for report in Report.objects.filter(visibility=Visibility.PUBLIC)}
        last: dict[str, str] = {}
        verbs: dict[str, Counter[str]] = {uid: Counter() for uid in public}
        for entry in told:
            uid = entry.subject.removeprefix("report:")
            if uid in public:
                verbs[uid][entry.verb] += 1
                if entry.verb.removeprefix("reports.") in {
                    "fixed",
                    "reopened",
                    "declined",
                    "withdrawn",
                    "duplicate",
                }:
                    last[uid] = entry.verb
    assert count.standing["reports"] == len(public)
    assert count.standing["fixed"] == sum(verb == "reports.fixed" for verb in last.values())
    assert count.standing["reopened"] == sum(bool(seen["reports.reopened"]) for seen in verbs.values())
    closed = {"reports.fixed", "reports.declined", "reports.withdrawn", "reports.duplicate"}
    assert count.standing["open"] == len(public) - sum(verb in closed for verb in last.values())


def test_hiding_a_report_takes_it_from_every_figure_at_once() -> None:
    town = make_municipality()
    reports = [make_report(municipality=town) for _ in range(3)]
    assert Count(ask(town)).standing["reports"] == 3
    Report.objects.filter(pk=reports[0].pk).update(visibility=Visibility.HIDDEN)
    assert Count(ask(town)).standing["reports"] == 2
    reports[1].delete()
    assert Count(ask(town)).standing["reports"] == 1
    Report.objects.filter(pk=reports[0].pk).update(visibility=Visibility.PUBLIC)
    assert Count(ask(town)).standing["reports"] == 2


def test_time_alone_makes_a_report_late() -> None:
    with time_machine.travel("2026-05-20T10:00:00Z", tick=False) as clock:
        town = make_municipality()
        make_report(
            municipality=town, created_at=timezone.now(), response_due_at=timezone.now() + timedelta(hours=2)
        )
        seen = []
        for hours in (1, 0.9, 0.1, 0.1):
            clock.shift(timedelta(hours=hours))
            count = Count(ask(town))
            seen.append((count.standing["late_answer"], count.longest_wait))
    assert seen == [(0, 3_601), (0, 6_841), (1, 7_201), (1, 7_561)]


def test_what_lies_ahead_comes_true_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Step by step by the difference alone: only time passes, a nearer deadline comes, deadlines are taken away."""
    monkeypatch.setattr(differences, "_FEW", 0)
    with time_machine.travel("2026-05-20T10:00:00Z", tick=False) as clock:
        town, start, hour = make_municipality(), timezone.now(), timedelta(hours=1)

        def owed(answer: float, repair: float, **more: Any) -> Report:
            due = {"response_due_at": start + answer * hour, "fix_due_at": start + repair * hour}
            return make_report(municipality=town, created_at=start, **due, **more)

        first, second, started = owed(2, 5), owed(4.1, 9), owed(30, 40)
        owed(10, 12, published_at=start + 7.8 * hour)  # by the clock of a server that is ahead
        owed(1, 20, responded_at=start + 5.3 * hour)
        change_state(report=started, new=State.DECLINED, reason=DECLINE_REASONS[0], role="officer",
                     at=start + 8.3 * hour)  # fmt: skip
        late = []
        for step in range(24):
            clock.move_to(start + step * hour / 2)
            if step == 5:
                owed(2.7, 3.2)
            if step == 9:
                Report.objects.filter(pk=first.pk).update(fix_due_at=None)
                Report.objects.filter(pk=second.pk).update(response_due_at=None)
            kept, afresh = Count(ask(town)), Count(ask(town), read_all(town.pk, ZONE))
            assert (kept.standing, kept.period, detailed(kept)) == (
                afresh.standing, afresh.period, detailed(afresh),
            )  # fmt: skip
            late.append((kept.standing["late_answer"], kept.standing["late_fix"]))
    assert (late[6], late[8], late[11]) == ((3, 0), (3, 1), (2, 1))


def test_a_report_that_moves_to_another_municipality_is_counted_there_only() -> None:
    here, there = make_municipality(), make_municipality("kukes")
    report = make_report(municipality=here)
    assert [Count(ask(town)).standing["reports"] for town in (here, there)] == [1, 0]
    Report.objects.filter(pk=report.pk).update(municipality=there)
    assert [Count(ask(town)).standing["reports"] for town in (here, there)] == [0, 1]


def test_reports_that_are_not_public_leave_no_trace_in_columns() -> None:
    town = make_municipality()
    make_report(municipality=town)
    before = memory.facts_of(town)
    notes = FactChange.objects.count()
    for visibility in set(Visibility) - {Visibility.PUBLIC}:
        make_report(municipality=town, visibility=visibility)
    assert FactChange.objects.count() == notes
    assert memory.facts_of(town) is before
    assert read_all(town.pk, ZONE).n == 1


def test_facts_given_out_stay_as_they_are() -> None:
    town = make_municipality()
    first = make_report(municipality=town)
    before: Facts = memory.facts_of(town)
    Report.objects.filter(pk=first.pk).update(visibility=Visibility.HIDDEN)
    make_report(municipality=town)
    after = memory.facts_of(town)
    assert (before.n, before.report[before.alive].tolist()) == (1, [first.pk])
    assert first.pk not in after.report[after.alive]


def test_another_process_sees_what_this_one_wrote_down_and_pruned() -> None:
    town = make_municipality()
    make_report(municipality=town)
    other = memory.Memory()
    assert other.facts_of(town).n == 1
    make_report(municipality=town)
    keep_facts(now=True)
    if (
        connection.vendor == "sqlite"
    ):  # on PostgreSQL the transaction of this test still runs, so nothing is pruned
        assert FactChange.objects.count() == 0
    make_report(municipality=town)
    assert (other.facts_of(town).n, memory.Memory().facts_of(town).n) == (3, 3)


def test_a_block_of_another_version_is_read_again() -> None:
    town = make_municipality()
    make_report(municipality=town)
    keep_facts(now=True)
    block = FactBlock.objects.get()
    FactBlock.objects.update(content=b"[0,1,0]".ljust(64) + bytes(block.content)[64:])
    memory.forget()
    assert memory.facts_of(town).n == 1


def test_triggers_that_a_migration_dropped_come_back_and_nothing_kept_before_is_believed() -> None:
    town = make_municipality()
    make_report(municipality=town)
    keep_facts(now=True)
    assert Count(ask(town)).standing["reports"] == 1
    table = "" if connection.vendor == "sqlite" else " ON reports_report"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {NAMES[0]}{table}")
    make_report(municipality=town)
    assert Count(ask(town)).standing["reports"] == 1, "the planted defect must show"
    install_triggers()
    assert Count(ask(town)).standing["reports"] == 2


def test_forgetting_starts_anew() -> None:
    town = make_municipality()
    make_report(municipality=town)
    keep_facts(now=True)
    forget_facts()
    assert not FactBlock.objects.exists()
    assert Count(ask(town)).standing["reports"] == 1


def test_what_was_imported_is_counted_before_the_first_reader_comes() -> None:
    town = make_municipality()
    make_report(municipality=town)
    with transaction.atomic():
        row = publish(ReportsImported(run=1))
    assert not FactBlock.objects.filter(pk=town.pk).exists()
    deliver_event(row.pk)
    assert FactBlock.objects.get(pk=town.pk).reports == 1


def test_a_worker_that_was_stopped_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    towns = [make_municipality(slug) for slug in ("peja", "gjilan", "kukes")]
    for town in towns:
        make_report(municipality=town)

    write = keeping._keep
    written: list[int] = []

    def written_down(municipality: int, mark: int, facts: Facts) -> None:
        if len(written) == 2:
            raise TimeoutError
        write(municipality, mark, facts)
        written.append(municipality)

    monkeypatch.setattr(keeping, "_keep", written_down)
    with pytest.raises(TimeoutError):
        keep_facts(now=True)
    monkeypatch.setattr(keeping, "_keep", write)
    again = keep_facts(now=True)
    assert FactBlock.objects.count() == 3
    if (
        connection.vendor == "sqlite"
    ):  # in PostgreSQL an open transaction, such as this test's, holds marks back
        assert (again, keep_facts(now=True)) == (1, 0)
