"""Why is this late? Told in plain sentences with dates, to everybody, and only about what everybody may see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from besa.core.vouching import Trust
from besa.places.models import Holiday
from besa.reports.deadlines import deadlines_for, explain
from besa.reports.models import Report
from besa.reports.models.report import State, Visibility
from besa.reports.reaction import first_answer_at, is_rapid
from besa.reports.services.answers import (
    acknowledge_report,
    answer_report,
    fix_report,
    forward_report,
    start_report,
)
from besa.reports.services.submission import submit_report
from besa.reports.wording import Wording
from tests.factories.public import make_category, make_municipality, make_report
from tests.factories.submission import draft, town_of_peja

pytestmark = pytest.mark.django_db

#: a Thursday, 10:00 by the municipality's clock
THURSDAY = datetime(2026, 9, 10, 8, 0, tzinfo=UTC)


@pytest.fixture
def report() -> Report:
    town = town_of_peja()
    Holiday.objects.create(
        municipality=town, day="2026-09-14", names={"sq": "Dita e qytetit", "en": "City day"}
    )
    return submit_report(draft=draft(town), device="d" * 64, trust=Trust.PROOF_OF_WORK, at=THURSDAY)


def _texts(report: Report, now: datetime) -> list[str]:
    with translation.override("en"):
        return [line.text for line in explain(report, now).lines]


def test_closed_days_are_named(report: Report) -> None:
    told = _texts(report, THURSDAY)
    assert any("within 3 working days" in text for text in told)
    closed = next(text for text in told if "offices are closed: " in text)
    assert "14 September 2026 (City day)" in closed and "2 days of the weekend" in closed


def test_it_says_how_late_it_is_and_how_late_it_was(report: Report) -> None:
    assert report.response_due_at is not None
    assert any(
        "The deadline passed 2 days" in text
        for text in _texts(report, report.response_due_at + timedelta(days=2))
    )
    answer_report(report=report, role="officer", text="Soon", at=report.response_due_at + timedelta(hours=5))
    assert any("That was 5 hours late." in text for text in _texts(report, THURSDAY + timedelta(days=20)))
    assert is_rapid(report) is False


def test_what_is_forwarded_and_comes_back_is_told(report: Report) -> None:
    forward_report(report=report, role="officer", forwarded_to="KRU", at=THURSDAY + timedelta(days=1))
    assert any("forwarded to KRU" in text for text in _texts(report, THURSDAY + timedelta(days=2)))
    start_report(report=report, role="officer", at=THURSDAY + timedelta(days=4))
    assert any(
        "came back to the municipality" in text for text in _texts(report, THURSDAY + timedelta(days=5))
    )


def test_a_date_that_does_not_follow_from_the_rows_is_called_so(report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(fix_due_at=THURSDAY + timedelta(days=3))
    changed = Report.objects.select_related("municipality").get(pk=report.pk)
    told = explain(changed, THURSDAY)
    assert not told.repair.agrees and told.answer.agrees
    assert told.repair.due_at == THURSDAY + timedelta(days=3)


def test_an_import_promised_nothing() -> None:
    imported = make_report(response_due_at=None, fix_due_at=None, source="old")
    imported.transitions.create(old="", new=State.RECEIVED, at=imported.created_at, actor_role="import")
    told = explain(imported, imported.created_at)
    assert [account.due_at for account in told.accounts] == [None, None]
    assert all(account.agrees and not account.is_late for account in told.accounts)


def test_everybody_can_read_it_and_nothing_of_what_is_hidden(report: Report) -> None:
    page = f"/en/reports/{report.pk}/deadlines/"
    with time_machine.travel(THURSDAY + timedelta(days=60), tick=False):
        shown = Client().get(f"/en/reports/{report.pk}/").content.decode()
        assert "Why is this late?" in shown and page in shown
        assert "Why is this late?" in Client().get(page).content.decode()
        part = Client().get(page, headers={"HX-Request": "true"})
        assert "<html" not in part.content.decode() and "HX-Request" in part["Vary"]
    for visibility in set(Visibility) - {Visibility.PUBLIC, Visibility.PRACTICE}:
        Report.objects.filter(pk=report.pk).update(visibility=visibility)
        assert Client().get(page).status_code == 404


def test_the_reports_own_page_asks_the_database_nothing_for_it(report: Report) -> None:
    pages = []
    for late in (False, True):
        with time_machine.travel(THURSDAY + timedelta(days=60 if late else 0, hours=1), tick=False):
            Client().get(f"/en/reports/{report.pk}/")
            with CaptureQueriesContext(connection) as captured:
                Client().get(f"/en/reports/{report.pk}/")
        pages.append([query["sql"] for query in captured])
    assert not any("reports_pause" in sql or "reports_deadlinerule" in sql for page in pages for sql in page)


def test_only_what_was_written_for_this_report_is_a_rapid_reaction(report: Report) -> None:
    at = THURSDAY + timedelta(hours=1)
    acknowledge_report(report=report, role="officer", at=at)
    acted = [Wording(bulk=True), Wording(by_template=True)]
    for number, wording in enumerate(acted):
        answer_report(
            report=report, role="officer", text="We have it", at=at + timedelta(hours=number), wording=wording
        )
    assert report.responded_at is None and first_answer_at(report) is None and is_rapid(report) is False
    answer_report(report=report, role="officer", text="On Monday", at=at + timedelta(hours=5))
    first = report.responded_at
    report.updates.filter(text="On Monday").update(text="On Tuesday")
    fix_report(report=report, role="officer", at=at + timedelta(days=9))
    assert report.responded_at == first == first_answer_at(report)
    assert is_rapid(report) is True


@pytest.mark.parametrize(("zone", "country"), [("Europe/Belgrade", "XK"), ("Europe/Tirane", "AL")])
def test_without_a_rule_both_countries_keep_their_hour_over_the_change_of_clocks(
    zone: str, country: str
) -> None:
    town = make_municipality("kukes", time_zone=zone, country=country)
    friday_noon = datetime(2026, 10, 23, 10, 0, tzinfo=UTC)
    due = deadlines_for(municipality=town, category=make_category(), at=friday_noon)
    assert due.response_due_at is not None and due.fix_due_at is not None
    assert due.response_due_at.astimezone(UTC) == datetime(2026, 10, 28, 11, 0, tzinfo=UTC)
    assert due.fix_due_at.astimezone(UTC).hour == 11
