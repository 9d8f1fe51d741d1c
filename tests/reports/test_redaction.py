"""Words that a moderator removed are nowhere: not in a row, a file, an index, a queue or a proof. All else stays."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from besa.alerts.models import Batch, Subscription
from besa.alerts.services.sending import send_due
from besa.api.models import Edition
from besa.api.queries.editions import holds_what_was_withdrawn, is_due, published
from besa.api.services import editions
from besa.core.events import decode, listeners_of
from besa.core.models import IdempotencyKey, OutboxEvent, OutgoingMail
from besa.delivery.models import Delivery, IncomingMail
from besa.ledger.checks import faults
from besa.ledger.models import Entry, PrivatePayload
from besa.ledger.services import seal_entries
from besa.reports.models import Change, Question, Report, Reporter, Update
from besa.reports.models.report import Visibility
from besa.reports.search import find_reports
from besa.reports.services.erasure import erase_report
from besa.reports.services.forgetting import scrub_database
from besa.reports.services.redaction import redact_report
from besa.reports.services.splitting import split_report
from besa.reports.services.state_change import ChangeRefused
from tests.factories.photos import files_of
from tests.factories.public import make_category, make_report
from tests.factories.spoken import GONE, NAME, OTHER, PHONE, spoken_report
from tests.reports.test_erasure import database_files, rows_with

PASSAGES = [f"te {NAME}", NAME, PHONE, PHONE.replace(" ", "")]
VERIFY = Path(__file__).resolve().parents[2] / "bin" / "besa-verify"


def run_worker() -> None:
    """What the worker does with the events that wait, and with the files for download."""
    for row in OutboxEvent.objects.filter(name="reports.words_forgotten"):
        for listener in listeners_of(row.name).values():
            listener(decode(row.name, row.payload))
    send_due()
    while editions.keep_editions():
        Edition.objects.update(leased_until=None)


def remove(report: Report) -> Change:
    return redact_report(
        report=report, passages=PASSAGES, reason="personal", role="moderator", with_name=True
    )


@pytest.mark.django_db
def test_the_plant_is_where_it_must_vanish_from() -> None:
    report = spoken_report()
    tables = {line.split(":")[0] for line in rows_with(GONE)}
    assert {
        "reports_report",
        "reports_reporter",
        "reports_update",
        "reports_searchtext",
        "reports_transition",
        "reports_pause",
        "reports_abusereport",
        "reports_change",
        "core_outgoingmail",
        "core_listenerrun",
        "desk_bulkact",
        "delivery_attempt",
        "open311_origin",
        "ledger_privatepayload",
    } <= tables
    assert Batch.objects.get().state == Batch.State.SENT
    assert NAME in OutgoingMail.objects.get(kind="alerts.news").text
    assert bytes(IncomingMail.objects.get().raw or b"")
    assert find_reports(NAME, limit=5) == [report.pk]


@pytest.mark.django_db
def test_no_row_holds_a_word_of_it_and_all_else_stays() -> None:
    report = spoken_report()
    entries = Entry.objects.count()
    remove(report)
    assert report.answers == {"who": "[…]", "deep": True}
    assert list(rows_with(GONE)) == []
    assert report.text == f"{OTHER} të oborri […], tel. […]"
    assert Update.objects.filter(report=report, text=f"I nderuar […], {OTHER}").count() == 3
    reporter = Reporter.objects.get()
    assert (reporter.name, reporter.show_name, reporter.email) == ("", False, "a@b.test")
    assert Change.objects.get(kind=Change.Kind.CATEGORISED).kept == {"answers": {"who": "[…]"}, "lat": 42.5}
    assert Subscription.objects.count() == Delivery.objects.count() == 1
    assert IdempotencyKey.objects.get().body_hash == ""
    assert IncomingMail.objects.get().raw is None
    assert OutgoingMail.objects.filter(kind="x", text__contains="[…]").count() == 3
    assert Entry.objects.count() == entries + 1
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.actor_role) == ("reports.redacted", "moderator")
    assert find_reports(NAME, limit=5) == []
    assert find_reports(OTHER, limit=5) == [report.pk]


@pytest.mark.django_db
def test_a_message_that_waits_is_worded_again_without_them() -> None:
    report = spoken_report()
    waiting = OutgoingMail.objects.get(kind="alerts.news")
    assert waiting.state == OutgoingMail.State.WAITING
    remove(report)
    send_due()
    mail = OutgoingMail.objects.get(kind="alerts.news")
    assert NAME not in mail.text
    assert "[…]" in mail.text


@pytest.mark.django_db(transaction=True)
def test_no_file_holds_a_byte_of_it_after_the_worker_ran(tmp_path: Path) -> None:
    _forget_what_earlier_tests_left()
    for number in range(40):  # neighbours, so that rows and index pages are shared
        make_report(text=f"fqinji {number}")
    report = spoken_report()
    run_worker()
    assert Client().get(f"/cards/reports/{report.pk}-en.png").status_code == 200
    assert any(NAME.encode() in path.read_bytes() for path in all_files())
    if connection.vendor == "sqlite":
        assert any(NAME.encode() in path.read_bytes() for path in database_files())
    seal_entries()
    remove(report)
    assert holds_what_was_withdrawn(edition := published() or pytest.fail("no edition"))
    assert holds_what_was_withdrawn(edition, report.municipality.slug)
    assert Client().get("/api/v1/downloads/reports/all.csv").status_code in {404, 503}
    assert is_due()
    run_worker()
    run_worker()
    seal_entries()
    files = [*all_files(), *(database_files() if connection.vendor == "sqlite" else [])]
    words = [form for word in GONE for form in (word, word.lower())]
    assert [path for path in files if any(word.encode() in path.read_bytes() for word in words)] == []
    assert list(rows_with(GONE)) == []
    assert not is_due()
    assert list(faults()) == []
    export = tmp_path / "ledger.jsonl"
    export.write_bytes(b"".join(Client().get("/ledger/export")))
    verified = subprocess.run(
        [sys.executable, "-I", str(VERIFY), str(export), "--entry", f"report:{report.uid}"],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert NAME not in export.read_text()


def _forget_what_earlier_tests_left() -> None:
    """Tests of the same process use the same words, and the file keeps what they deleted."""
    if connection.vendor == "sqlite":
        scrub_database()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")


def all_files() -> list[Path]:
    """All that Besa keeps beside the database."""
    media, ledger = Path(settings.MEDIA_ROOT), Path(settings.LEDGER_FOLDER)
    cache = Path(settings.CACHES["default"]["LOCATION"])
    return [file for folder in (media, ledger, cache) for file in files_of(folder)]


@pytest.mark.django_db
def test_only_what_held_the_words_of_the_ledgers_private_part_goes() -> None:
    report = spoken_report()
    subject = f"report:{report.uid}"
    before = set(PrivatePayload.objects.filter(subject=subject).values_list("entry_id", "payload"))
    assert any(NAME in payload for _, payload in before)
    redact_report(report=report, passages=[NAME], reason="insult", role="coordinator")
    left = set(PrivatePayload.objects.filter(subject=subject).values_list("entry_id", "payload"))
    assert {row for row in before if NAME not in row[1]} <= left
    assert not any(NAME in payload for _, payload in left)


@pytest.mark.django_db
def test_a_part_that_was_split_off_loses_them_too_and_another_municipality_s_does_not() -> None:
    report = spoken_report()
    split = split_report(
        report=report, text=f"te {NAME}", category=report.category, role="officer", by=None, photos=[]
    )
    redact_report(report=split.part, passages=[NAME], reason="personal", role="moderator")
    report.refresh_from_db()
    assert NAME not in report.text
    assert {change.report_id for change in Change.objects.filter(kind=Change.Kind.REDACTED)} == {
        report.pk,
        split.part.pk,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("passages", "reason", "key"),
    [
        (["not there"], "personal", "words_not_found"),
        (["Zymber"], "personal", "words_not_found"),
        ([NAME], "no such reason", "reason_missing"),
        (["a"], "personal", "words_too_short"),
        ([NAME] * 51, "personal", "words_too_short"),
        ([], "personal", "words_not_found"),
    ],
)
def test_what_cannot_be_removed_is_refused_and_nothing_changes(
    passages: list[str], reason: str, key: str
) -> None:
    report = make_report(text=f"te {NAME}, a")
    with pytest.raises(ChangeRefused, match=key):
        redact_report(report=report, passages=passages, reason=reason, role="moderator")
    report.refresh_from_db()
    assert report.text == f"te {NAME}, a"
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_the_key_of_a_choice_is_nobody_s_word() -> None:
    category = make_category()
    options = [{"key": "small", "labels": {"en": "Small"}}]
    Question.objects.create(
        category=category, key="size", kind=Question.Kind.CHOICE, labels={"en": "Size"}, options=options
    )
    report = make_report(category=category, text="a small hole", answers={"size": "small", "gone": "small"})
    redact_report(report=report, passages=["small"], reason="other", role="moderator")
    assert (report.text, report.answers) == ("a […] hole", {"size": "small", "gone": "[…]"})


@pytest.mark.django_db
def test_an_erased_report_has_no_words_to_remove() -> None:
    report = make_report(text=f"te {NAME}")
    erase_report(report=report, role="reporter")
    with pytest.raises(ChangeRefused, match="erased"):
        redact_report(report=report, passages=[NAME], reason="personal", role="moderator")


@pytest.mark.django_db
def test_a_hidden_report_loses_words_and_stays_hidden() -> None:
    report = make_report(text=f"te {NAME}", visibility=Visibility.HIDDEN)
    redact_report(report=report, passages=[NAME], reason="personal", role="moderator")
    assert (report.text, report.visibility) == ("te […]", Visibility.HIDDEN)
    assert find_reports("te", limit=5) == []
    assert "personal" not in Entry.objects.latest("pk").leaf


@pytest.mark.django_db
def test_the_reporter_is_told_kindly_and_not_which_words() -> None:
    report = spoken_report()
    remove(report)
    for row in OutboxEvent.objects.filter(name="reports.changed"):
        for listener in listeners_of(row.name).values():
            listener(decode(row.name, row.payload))
    mail = OutgoingMail.objects.get(kind="alerts.words_removed")
    assert mail.recipient == "a@b.test"
    assert not any(word in mail.text for word in GONE)
