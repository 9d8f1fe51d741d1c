"""An erased report's personal data is nowhere: not in a row, a file, an index, a queue, a log, or a proof."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from besa.core.events import decode, listeners_of
from besa.core.models import IdempotencyKey, ListenerRun, OutboxEvent, OutgoingMail
from besa.core.registries import erasers
from besa.core.services import publish
from besa.ledger.models import Entry, PrivatePayload
from besa.people.models import Role
from besa.reports import exposure, photo_files
from besa.reports.events import FollowWanted
from besa.reports.models import Confirmation, MeToo, Photo, Report, Reporter, SearchText, Transition, Update
from besa.reports.models.report import State, Visibility
from besa.reports.photo_links import photo_url
from besa.reports.private_links import secret_of
from besa.reports.services.erasure import erase_report
from besa.reports.services.photos import keep_upload
from besa.reports.services.publication import announce_publication
from tests.factories.alerts import follow
from tests.factories.people import a_member, browser_of
from tests.factories.photos import drawn_photo_on, files_of, upload
from tests.factories.public import make_report

NAME, EMAIL, WORD, STREET = "Zymberaj", "qytetari@shembull.test", "xhamatrafik", "Rrugicaefundit"
PLANTED = [NAME, EMAIL, WORD, STREET]


def planted_report() -> Report:
    """A report with personal data in every place that can hold some."""
    now = timezone.now()
    report = make_report(
        text=f"{WORD} në oborr, {NAME}", address=STREET, answers={"depth": WORD}, lat=42.66123, lon=20.29456,
        exposed=False,
    )  # fmt: skip
    Reporter.objects.create(
        report=report, name=NAME, email=EMAIL, language="sq", brand="besa", link_salt="s", device="d" * 64
    )
    with transaction.atomic():
        announce_publication(report, role="reporter")
        publish(FollowWanted(report=report.pk, email=EMAIL, language="sq", brand="besa"))
    Update.objects.create(report=report, text=f"I dashur {NAME}", author_role="officer", created_at=now)
    follow(report, EMAIL, language="sq")
    MeToo.objects.create(report=report, device="e" * 64, at=now)
    _two_neighbours_confirm(report)
    IdempotencyKey.objects.create(scope="report", key="k" * 20, body_hash="h", answer={"report": report.uid})
    OutgoingMail.objects.create(
        message_id="<1@x>", kind="x", subject_key=f"report:{report.pk}", recipient=EMAIL, language="sq",
        brand="besa", subject=WORD, text=f"{NAME} {STREET}",
    )  # fmt: skip
    failed = OutboxEvent.objects.filter(name="reports.published").last()
    ListenerRun.objects.create(event=failed, listener="x", last_error=f"KeyError: {NAME}")
    return report


def _two_neighbours_confirm(report: Report) -> None:
    """Two devices judge the same repair: forgetting them must leave two verdicts."""
    now = timezone.now()
    fixing = Transition.objects.create(
        report=report, old=State.IN_PROGRESS, new=State.FIXED, at=now, actor_role="officer"
    )
    for device in ("d" * 64, "e" * 64):
        Confirmation.objects.create(
            report=report, fixing=fixing, fixed=True, by_role="neighbour", device=device, at=now
        )


def run_listeners() -> None:
    """What the worker does with the events that wait."""
    for row in OutboxEvent.objects.filter(
        name__in=["reports.erased", "reports.words_forgotten", "reports.photo_files_orphaned"]
    ):
        for listener in listeners_of(row.name).values():
            listener(decode(row.name, row.payload))


def rows_with(words: list[str]) -> Iterator[str]:
    """Every cell of every table that holds one of the words.

    The full text index forgets when the worker merges it: the bytes of the files are looked at for that.
    """
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("reports_searchindex"):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    text = (
                        bytes(value).decode(errors="ignore") if isinstance(value, memoryview) else str(value)
                    )
                    if any(word.lower() in text.lower() for word in words):
                        yield f"{table}: {text[:80]}"


@pytest.mark.django_db
def test_the_plant_is_where_it_must_vanish_from() -> None:
    planted_report()
    tables = {line.split(":")[0] for line in rows_with(PLANTED)}
    assert {
        "reports_report",
        "reports_reporter",
        "reports_update",
        "reports_searchtext",
        "alerts_subscriber",
        "core_outgoingmail",
        "core_outboxevent",
        "core_listenerrun",
        "ledger_privatepayload",
    } <= tables


@pytest.mark.django_db
def test_no_row_holds_a_word_of_it() -> None:
    report = planted_report()
    uid = report.uid
    assert erase_report(report=report, role="reporter")
    assert list(rows_with(PLANTED)) == []
    assert not SearchText.objects.filter(report_id=report.pk).exists()
    assert not IdempotencyKey.objects.exists()
    assert not MeToo.objects.exists()
    assert not PrivatePayload.objects.filter(subject=f"report:{uid}").exists()
    assert not Confirmation.objects.filter(device__in=["d" * 64, "e" * 64]).exists()
    assert Confirmation.objects.filter(report=report, fixed=True).count() == 2
    assert (report.lat, report.lon) == (42.66, 20.29)


@pytest.mark.django_db
def test_what_figures_are_made_of_stays_and_the_ledger_says_so() -> None:
    report = planted_report()
    entries = Entry.objects.count()
    erase_report(report=report, role="moderator")
    report.refresh_from_db()
    assert report.visibility == Visibility.ERASED
    assert report.category_id is not None
    assert Entry.objects.count() == entries + 1
    assert Entry.objects.latest("pk").subject == f"report:{report.uid}"


@pytest.mark.django_db
def test_erasing_twice_is_erasing_once() -> None:
    report = planted_report()
    assert erase_report(report=report, role="reporter")
    assert not erase_report(report=Report.objects.get(pk=report.pk), role="reporter")
    assert OutboxEvent.objects.filter(name="reports.erased").count() == 1


@pytest.mark.django_db
def test_photos_cards_and_uploads_go_in_all_sizes_and_versions() -> None:
    report = planted_report()
    drawn = drawn_photo_on(report)
    waiting = keep_upload(upload())
    Photo.objects.create(key=waiting.key, report=report, created_at=report.created_at)
    address = photo_url(drawn, "large")
    assert Client().get(address).status_code == 200
    assert Client().get(f"/cards/reports/{report.pk}-en.png").status_code == 200
    assert len(files_of(Path(settings.MEDIA_ROOT))) == 5
    erase_report(report=report, role="reporter")
    assert files_of(Path(settings.MEDIA_ROOT)) == []
    assert not Photo.objects.exists()
    for gone in (address, f"/cards/reports/{report.pk}-en.png"):
        assert Client().get(gone).status_code == 404


@pytest.mark.django_db
def test_the_worker_deletes_what_a_crash_left() -> None:
    report = planted_report()
    photo = drawn_photo_on(report)
    erase_report(report=report, role="reporter")
    photo_files.drawn_path(photo.key, 1, "thumb").write_bytes(b"left over")
    photo_files.incoming_path(photo.key).write_bytes(b"left over")
    for row in OutboxEvent.objects.filter(name="reports.photo_files_orphaned"):
        for listener in listeners_of(row.name).values():
            listener(decode(row.name, row.payload))
    assert files_of(Path(settings.MEDIA_ROOT)) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's own files")
def test_no_file_of_the_database_holds_a_byte_of_it() -> None:
    name = f"zymber{secrets.token_hex(8)}"
    for number in range(40):  # neighbours, so that rows and index pages are shared
        make_report(text=f"fqinji {number} {secrets.token_hex(40)}")
    report = planted_report()
    Reporter.objects.filter(report=report).update(name=name, email=f"{name}@shembull.test")
    Update.objects.create(report=report, text=name * 300, author_role="reporter", created_at=timezone.now())
    Report.objects.filter(pk=report.pk).update(text=f"{name} {name}")
    cache.set("page", "cached by others")
    report.refresh_from_db()
    with transaction.atomic():
        exposure.write_words(report)
    assert any(name.encode() in path.read_bytes() for path in database_files())
    erase_report(report=report, role="reporter")
    run_listeners()
    found = [path.name for path in [*database_files(), *cache_files()] if name.encode() in path.read_bytes()]
    assert found == []


@pytest.mark.django_db(transaction=True)
def test_the_worker_scrubs_either_database_and_may_do_so_again() -> None:
    erase_report(report=planted_report(), role="reporter")
    run_listeners()
    run_listeners()
    assert list(rows_with(PLANTED)) == []


def database_files() -> list[Path]:
    path = Path(connection.settings_dict["NAME"])
    return [file for file in path.parent.glob(f"{path.name}*") if file.is_file()]


def cache_files() -> list[Path]:
    return files_of(Path(settings.CACHES["default"]["LOCATION"]))


@pytest.mark.django_db
def test_a_restored_backup_is_made_to_forget_again() -> None:
    report = planted_report()
    forget: Any = dict(erasers.all())["reports"]
    forget(f"report:{report.uid}", [])
    forget(f"report:{report.uid}", [])
    forget("report:nobody", [])
    forget("account:somebody@example.org", [])
    assert list(rows_with(PLANTED)) == []


@pytest.mark.django_db
def test_a_reporter_gets_the_data_and_erases_by_the_private_link() -> None:
    report = planted_report()
    link = f"/en/receipt/{report.uid}/{secret_of(report.reporter)}/"
    browser = Client()
    data = browser.get(f"{link}data/")
    assert data["Content-Disposition"].startswith("attachment")
    for word in PLANTED:
        assert word in data.content.decode()
    assert b"Erase your report?" in browser.get(f"{link}erase/").content
    assert Reporter.objects.exists()
    assert b"Your report is erased" in browser.post(f"{link}erase/").content
    assert not Reporter.objects.exists()
    for path in ("", "data/", "erase/"):
        assert browser.get(link + path).status_code in {404, 410}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["data/", "erase/"])
def test_a_wrong_link_opens_nothing(path: str) -> None:
    report = planted_report()
    assert Client().post(f"/en/receipt/{report.uid}/{'x' * 22}/{path}").status_code in {404, 405}
    assert Client().get(f"/en/receipt/{report.uid}/{'x' * 22}/{path}").status_code == 404
    assert Reporter.objects.exists()


@pytest.mark.django_db
def test_a_moderator_erases_after_a_question() -> None:
    report = planted_report()
    browser = browser_of(a_member(Role.MODERATOR), second_factor=True)
    page = f"/en/desk/moderation/reports/{report.pk}/erase/"
    assert b"Erase this report?" in browser.get(page).content
    assert browser.post(page).status_code == 302
    assert browser.get(page).status_code == 404
    assert list(rows_with([WORD, STREET, EMAIL])) == []
