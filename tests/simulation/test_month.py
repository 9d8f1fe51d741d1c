"""A month in two municipalities: figures, board, infographic, ledger, deliveries and mails agree with the book."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from besa.core.models import ListenerRun, OutboxEvent, OutgoingMail
from besa.delivery.models import Delivery
from besa.delivery.queries.deliveries import trouble_counts
from besa.insights.counting import Count
from besa.insights.figures import FIGURES, compute
from besa.insights.measures import TRAITS
from besa.insights.queries.infographic import ENOUGH, sheet_of
from besa.insights.scopes import Asked, ask
from besa.ledger.models import Entry
from besa.reports.models import Report
from besa.reports.queries.board import board_of
from tests.factories.delivery import MailServer, mail_server
from tests.factories.people import browser_of
from tests.simulation import book
from tests.simulation.book import Case, Office
from tests.simulation.clockwork import ZONE
from tests.simulation.month import DAYS, Month
from tests.simulation.towns import BEGIN, DIGEST

pytestmark = pytest.mark.django_db(transaction=True)
VERIFY = Path(__file__).resolve().parents[2] / "bin" / "besa-verify"
END = BEGIN + timedelta(days=DAYS)
PAST_DAYS = (date(2026, 3, 19), date(2026, 3, 29), date(2026, 4, 5))


@pytest.fixture
def post(settings: Any) -> Iterator[MailServer]:
    with mail_server(settings) as server:
        yield server


def test_a_month_of_two_municipalities_agrees_with_the_book(post: MailServer, tmp_path: Path) -> None:
    with time_machine.travel(BEGIN, tick=False) as clock:
        month = Month(9, post, clock)
        before = Counter(Entry.objects.values_list("verb", flat=True))
        month.run()
        clock.move_to(END + timedelta(seconds=30))
        assert_it_was_a_month_worth_counting(month)
        for office in month.two.offices.values():
            assert_rows(office)
            assert_figures(month, office)
            assert_tables(month, office)
            assert_board(month, office)
            assert_infographic(month, office)
        assert_ledger(month.expected.verbs + before, tmp_path)
        assert_deliveries(month)
        assert_mails(month, post)


def assert_it_was_a_month_worth_counting(month: Month) -> None:
    """Nothing below is worth much if the dice left out what is to be counted."""
    cases, verbs = month.two.cases(), month.expected.verbs
    assert 150 <= len(cases) <= 320
    assert {case.seen for case in cases} >= {"public", "hidden", "erased"}
    assert min(verbs[f"reports.{verb}"] for verb in ("reopened", "duplicate", "withdrawn", "reminded")) > 2
    assert len(month.expected.refused) > 3
    assert {case.state for case in cases} >= {"fixed", "declined", "forwarded", "reopened", "in_progress"}


def assert_rows(office: Office) -> None:
    """The dates in the rows are those that were counted minute by minute."""
    rows = {row.pk: row for row in Report.objects.filter(municipality__slug=office.slug)}
    for case in office.cases:
        row = rows[case.number]
        assert (row.visibility, row.state) == (case.seen, case.state), case
        assert row.responded_at == case.answered, case
        if case.published:
            assert (row.response_due_at, row.fix_due_at) == (case.response_due(), case.fix_due()), case


def questions(month: Month, office: Office) -> list[tuple[Asked, datetime, list[Case]]]:
    """The month, a week of it, and the month as of three past days: the question, its moment, its cases."""
    town = month.two.towns[office.slug].municipality
    now = END + timedelta(seconds=31)
    found = [(ask(town, period="all"), now, book.public(office, now))]
    week = (date(2026, 3, 23), date(2026, 3, 29))
    within = [
        case for case in book.public(office, now) if case.published and week[0] <= _day(case) <= week[1]
    ]
    found.append((ask(town, since=week[0], until=week[1]), now, within))
    for day in PAST_DAYS:
        moment = datetime.combine(day + timedelta(days=1), time(), ZONE).astimezone(UTC)
        found.append((ask(town, period="all", as_of=day), moment, book.public(office, moment)))
    return found


def _day(case: Case) -> date:
    assert case.published is not None
    return case.published.astimezone(ZONE).date()


def assert_figures(month: Month, office: Office) -> None:
    """Every count, and the medians to the second, as pages and programs are told."""
    for asked, moment, cases in questions(month, office):
        count, counted = Count(asked), book.numbers(cases, moment)
        assert dict(count.period) == dict(counted), asked.as_of
        assert dict(count.standing) == dict(book.numbers(book.public(office, moment), moment))
        values = compute([figure.key for figure in FIGURES], asked)
        for key, part, whole in (
            ("answered", "answered", "answerable"),
            ("rapid_reaction", "in_time", "due"),
            ("fixed", "fixed", "repairable"),
            ("fixed_in_time", "fixed_in_time", "fix_due"),
            ("confirmed", "confirmed", "fixed"),
        ):
            share = counted[part] / counted[whole] if counted[whole] else None
            assert (values[f"reports.{key}"].value, values[f"reports.{key}"].n) == (share, counted[whole]), (
                key
            )
        for key, times, unit in (
            ("response", book.answer_times(cases, moment), 3_600),
            ("fix", book.repair_times(cases, moment), 86_400),
        ):
            for name, found in (("median", book.half(times)), ("p90", book.nine_in_ten(times))):
                wanted = (None if found is None else found / unit, len(times))
                value = values[f"reports.{key}_{name}"]
                assert (value.value, value.n) == wanted, (key, name)
        assert values["reports.reopened"].value == counted["reopened"]
        assert_page(asked, counted)


def assert_page(asked: Asked, counted: Counter[str]) -> None:
    """The page and its table for programs say the same."""
    address = reverse("insights:statistics", args=[asked.municipality.slug])
    page = Client().get(address, asked.parameters)
    assert page.status_code == 200
    told = Client().get(
        "/figures/reports.received.json",
        {"municipality": asked.municipality.slug, **asked.parameters},
    )
    assert told.json()["value"] == counted["reports"]


def assert_tables(month: Month, office: Office) -> None:
    """The files by category, department and settlement, and the figures of one of each, count the same cases."""
    for asked, moment, cases in questions(month, office)[::4]:  # the month now, and as of a past day
        address = f"/en/m/{office.slug}/statistics/"
        for table in ("category", "department", "place"):
            text = Client().get(f"{address}{table}.csv", asked.parameters).content.decode("utf-8-sig")
            rows = {row["key"]: row for row in csv.DictReader(io.StringIO(text))}
            parts = {getattr(case, table) for case in cases}
            assert set(rows) == parts, (table, asked.as_of)
            for part in parts:
                within = [case for case in cases if getattr(case, table) == part]
                counted = book.numbers(within, moment)
                told = {name: int(rows[part][name]) for name in ("reports", *TRAITS)}
                assert told == {name: counted[name] for name in told}, (table, part, asked.as_of)
                times = book.answer_times(within, moment)
                for name, found in (("median", book.half(times)), ("p90", book.nine_in_ten(times))):
                    hours = rows[part][f"response_{name}_hours"]
                    assert hours == "" if found is None else abs(float(hours) - found / 3_600) < 0.001
                asked_for = {"municipality": office.slug, **asked.parameters, table: part}
                if part:
                    one = Client().get("/figures/reports.received.json", asked_for).json()
                    assert one["value"] == len(within), (table, part)


def assert_board(month: Month, office: Office) -> None:
    """The municipality's page tells the same as the figures."""
    now = END + timedelta(seconds=30)
    cases = book.public(office, now)
    counted, board = book.numbers(cases, now), board_of(month.two.towns[office.slug].municipality.pk)
    assert board.by_state == dict(Counter(case.state for case in cases))
    assert (board.total, board.open) == (counted["reports"], counted["open"])
    assert (board.late_answer, board.late_repair) == (counted["late_answer"], counted["late_fix"])
    late = now - timedelta(days=30)
    fixed = [case for case in cases if case.state == "fixed" and case.steps[-1][0] >= late]
    assert board.fixed_of_late == len(fixed)
    assert board.confirmed_of_late == sum(case.is_confirmed(now) for case in fixed)
    assert (board.answers_due, board.answered_in_time) == (counted["due"], counted["in_time"])


def assert_infographic(month: Month, office: Office) -> None:
    """The printed numbers are those of the book."""
    asked, moment, cases = questions(month, office)[0]
    counted = book.numbers(cases, moment)
    with translation.override("en"):
        sheet = sheet_of(asked, address="besa.example")
    other = counted["reports"] - counted["fixed"] - counted["open"]
    assert [part.number for part in sheet.parts] == [
        str(n) for n in (counted["fixed"], counted["open"], other)
    ]
    assert sheet.lead[0].startswith(f"{counted['reports']} ") and sheet.lead[1].startswith(
        f"{counted['fixed']} "
    )
    assert [tile.value for tile in sheet.waiting[:3]] == [
        str(counted[name]) for name in ("open", "late_answer", "late_fix")
    ]
    for tile, part, whole in ((sheet.tiles[0], "in_time", "due"), (sheet.tiles[3], "confirmed", "fixed")):
        n = counted[whole]
        if n < ENOUGH:
            assert tile.note.startswith(f"only {n} report")
            continue
        assert f"n = {n};" in tile.note
        assert abs(float(tile.value.rstrip("% \u00a0\u202f")) - 100 * counted[part] / n) <= 0.5
    assert sum(step.received for step in sheet.steps) == counted["reports"]
    assert sum(step.fixed for step in sheet.steps) == counted["fixed"]
    by_category = Counter(case.category for case in cases)
    assert {row.label.lower(): row.value for row in sheet.rows} == {
        key: str(n) for key, n in by_category.items()
    }


def assert_ledger(verbs: Counter[str], tmp_path: Path) -> None:
    """Anybody's check of the export succeeds, and it has an entry for each act of the book, and no other."""
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(b"".join(Client().get("/ledger/export")))
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFY), str(path)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    told = Counter(json.loads(line["leaf"])["verb"] for line in lines if line["type"] == "entry")
    assert told == +verbs


def assert_deliveries(month: Month) -> None:
    """What the dead mailbox did not take is shown where it belongs, and nowhere else."""
    failed = Delivery.objects.filter(state="failed").values_list("report_id", "recipient__address")
    erased = {case.number for case in month.two.seen("erased")}
    assert set(failed) == {one for one in month.expected.refused if one[0] not in erased}
    troubles = {
        slug: trouble_counts(town.municipality)["deliveries_failed"] for slug, town in month.two.towns.items()
    }
    assert troubles == {"peja": 0, "kukes": len(set(failed))}
    for slug, n in troubles.items():
        page = browser_of(month.two.towns[slug].coordinator, second_factor=True).get(
            reverse("delivery:deliveries"), {"municipality": slug, "group": "problems"}
        )
        assert page.status_code == 200
        assert page.context["page"].paginator.count == n


def assert_mails(month: Month, post: MailServer) -> None:
    """Everybody got what the book says, each mail once, and nothing is left in the queue."""
    assert not OutgoingMail.objects.exclude(state="sent").exists()
    assert not OutboxEvent.objects.filter(done_at__isnull=True).exists()
    assert not ListenerRun.objects.filter(attempts__gt=1).exists()
    ids = [str(mail["Message-ID"]) for mail in post.mails]
    assert len(ids) == len(set(ids))
    got = Counter(recipient for _, recipients in post.envelopes for recipient in recipients)
    month.expected.mails[DIGEST] = sum(slot <= END for slot in month.expected.digests)
    assert got == +month.expected.mails
