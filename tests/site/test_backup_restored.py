"""A restore brings the data back, opens an epoch, and keeps its word about what was erased."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client

from besa.alerts import vapid
from besa.core.forgetting import Loss
from besa.core.models import OutgoingMail
from besa.core.registries import erasers
from besa.ledger.epochs import current_epoch, epochs, kept_head
from besa.ledger.erasure_list import erasures
from besa.ledger.folder import ledger_folder
from besa.ledger.models import Checkpoint, Entry, PrivatePayload, TreeNode
from besa.ledger.services import erase_subject, seal_entries
from besa.places.models import Municipality
from besa.reports.models import Report
from besa.reports.models.report import Visibility
from besa.reports.services.erasure import erase_report
from besa.reports.services.redaction import redact_report
from besa.site.backups import BackupRefused, make_backup, restore_backup
from besa.site.backups.restoring import _exchange_media
from tests.factories.ledger import make_entries, make_entry
from tests.factories.public import make_report

VERIFY = Path(__file__).resolve().parents[2] / "bin" / "besa-verify"
SUBJECT = "report:01hq0000000000000000000042"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """Restoring replaces the test database whole: leave it empty, as the next test expects it."""
    yield
    for model in (Entry, TreeNode, Checkpoint, PrivatePayload, OutgoingMail):
        model.objects.all().delete()


def _verify(*arguments: object) -> tuple[int, str]:
    command = [sys.executable, "-I", str(VERIFY), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def _export(path: Path) -> Path:
    path.write_bytes(b"".join(Client().get("/ledger/export")))
    return path


def test_data_and_photos_come_back(tmp_path: Path) -> None:
    make_entries(3)
    seal_entries()
    photo = Path(settings.MEDIA_ROOT, "1", "a.webp")
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"a photo")
    Municipality.objects.create(slug="rugova", country="XK", lat=42.7, lon=20.1)
    make_backup(tmp_path / "backup.tar.gz")

    Municipality.objects.filter(slug="rugova").delete()
    photo.write_bytes(b"another")
    (photo.parent / "new.webp").write_bytes(b"made after the backup")
    restore_backup(tmp_path / "backup.tar.gz", replace=True)
    assert Municipality.objects.filter(slug="rugova").exists()
    assert photo.read_bytes() == b"a photo"
    assert not (photo.parent / "new.webp").exists()
    Municipality.objects.filter(slug="rugova").delete()


def test_a_restored_site_keeps_its_subscribers(tmp_path: Path) -> None:
    """Browsers subscribed to the key: the same one signs after a restore on a new machine."""
    known_as = vapid.public_key()
    make_backup(tmp_path / "backup.tar")
    settings.PUSH_KEY_FILE.unlink()
    vapid._from_file.cache_clear()
    assert vapid.public_key() != known_as  # the new machine made one of its own at set-up
    restore_backup(tmp_path / "backup.tar", replace=True)
    assert vapid.public_key() == known_as
    assert settings.PUSH_KEY_FILE.stat().st_mode & 0o777 == 0o600
    vapid._from_file.cache_clear()
    assert vapid.public_key() == known_as


def test_a_backup_without_a_key_leaves_the_one_that_is_here(tmp_path: Path) -> None:
    make_backup(tmp_path / "backup.tar")
    own = vapid.public_key()
    restore_backup(tmp_path / "backup.tar", replace=True)
    assert vapid.public_key() == own


def test_an_installation_in_use_is_not_replaced_unasked(tmp_path: Path) -> None:
    make_entries(2)
    seal_entries()
    make_backup(tmp_path / "backup.tar")
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(tmp_path / "backup.tar"))
    assert current_epoch().number == 1


def test_the_ledger_goes_on_in_a_new_epoch_that_publishes_what_it_gave_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], client: Client
) -> None:
    make_entries(5)
    seal_entries()
    make_backup(tmp_path / "backup.tar")
    make_entries(4)
    seal_entries()
    given_up = kept_head()
    call_command("restore", str(tmp_path / "backup.tar"), replace=True)
    assert "/ledger/2" in capsys.readouterr().out

    assert current_epoch().abandoned == given_up
    head = current_epoch().head_of(kept_head())
    assert (head.origin, head.size) == ("localhost/ledger/2", 6)
    assert client.get("/ledger/epochs").json()["epochs"][1]["abandoned"] == given_up
    assert json.loads(Entry.objects.get(position=5).leaf)["public"]["abandoned"] == given_up
    make_entries(1)
    assert seal_entries() == 1


def test_a_restored_old_backup_is_seen_as_a_fork_by_whoever_kept_a_checkpoint(tmp_path: Path) -> None:
    make_entries(5)
    seal_entries()
    witness = tmp_path / "kept"
    assert _verify(_export(tmp_path / "1.jsonl"), "--witness", witness)[0] == 0
    make_backup(tmp_path / "backup.tar")
    make_entries(4)
    seal_entries()
    assert _verify(_export(tmp_path / "2.jsonl"), "--witness", witness)[0] == 0

    restore_backup(tmp_path / "backup.tar", replace=True)
    status, said = _verify(_export(tmp_path / "3.jsonl"))
    assert status == 0, said
    assert "localhost/ledger/1 was given up at 9 entries" in said
    status, said = _verify(tmp_path / "3.jsonl", "--witness", witness)
    assert status == 3
    assert "its operator says that a backup was restored" in said

    make_entries(20)  # and also when the new history has grown longer than the old one
    seal_entries()
    status, said = _verify(_export(tmp_path / "4.jsonl"), "--witness", witness)
    assert status == 3
    assert "its first 9 entries are not the ones seen then" in said


def test_a_restore_that_lost_nothing_contradicts_no_checkpoint(tmp_path: Path) -> None:
    make_entries(5)
    seal_entries()
    witness = tmp_path / "kept"
    assert _verify(_export(tmp_path / "1.jsonl"), "--witness", witness)[0] == 0
    make_backup(tmp_path / "backup.tar")
    restore_backup(tmp_path / "backup.tar", replace=True)
    status, said = _verify(_export(tmp_path / "2.jsonl"), "--witness", witness)
    assert status == 0, said


def test_what_was_erased_after_the_backup_is_erased_again(tmp_path: Path) -> None:
    seen: list[tuple[str, Sequence[Loss]]] = []
    erasers.register("test", lambda subject, losses: seen.append((subject, losses)))
    try:
        make_entry(subject=SUBJECT, private={"text": "Arta's number is 044 123 456"})
        make_entry(private={"text": "somebody else's words"})
        seal_entries()
        make_backup(tmp_path / "backup.tar")
        erase_subject(subject=SUBJECT, actor_role="moderator", municipality="")
        done = restore_backup(tmp_path / "backup.tar", replace=True)
    finally:
        erasers._items.pop("test")
    assert done.erased_again == 1
    assert seen == [(SUBJECT, [])]
    assert not PrivatePayload.objects.filter(subject=SUBJECT).exists()
    assert PrivatePayload.objects.count() == 1
    assert Entry.objects.filter(verb="ledger.erased", subject=SUBJECT).count() == 1
    status, said = _verify(_export(tmp_path / "1.jsonl"), "--entry", SUBJECT)
    assert status == 0, said


def test_on_a_new_machine_the_archive_brings_epochs_and_erasures(tmp_path: Path) -> None:
    erase_subject(subject=SUBJECT, actor_role="moderator", municipality="")
    make_entries(3)
    seal_entries()
    make_backup(tmp_path / "backup.tar")
    old = kept_head()
    shutil.rmtree(ledger_folder())
    restore_backup(tmp_path / "backup.tar", replace=True)
    assert [epoch.number for epoch in epochs()] == [1, 2]
    assert epochs()[1].abandoned == old
    assert SUBJECT in {erasure.subject for erasure in erasures()}
    status, said = _verify(_export(tmp_path / "1.jsonl"))
    assert status == 0, said


def test_mails_that_waited_are_held_back(tmp_path: Path) -> None:
    with transaction.atomic():
        OutgoingMail.objects.create(
            message_id="<1@test>", kind="test", subject_key="report:1", recipient="arta@example.org",
            language="sq", brand="besa", subject="s", text="t",
        )  # fmt: skip
    make_entries(1)
    seal_entries()
    make_backup(tmp_path / "backup.tar")
    done = restore_backup(tmp_path / "backup.tar", replace=True)
    assert done.mails_held_back == 1
    mail = OutgoingMail.objects.get()
    assert mail.state == OutgoingMail.State.FAILED
    assert "held back" in mail.last_error


def test_a_backup_of_another_engine_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_entries(1)
    seal_entries()
    make_backup(tmp_path / "backup.tar")
    other = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    monkeypatch.setattr("besa.site.backups.restoring.engine", lambda: other)
    with pytest.raises(BackupRefused, match=f"runs on {other}"):
        restore_backup(tmp_path / "backup.tar", replace=True)


def test_photos_of_a_backup_without_any_are_none(tmp_path: Path) -> None:
    media = Path(settings.MEDIA_ROOT)
    (media / "1").mkdir(parents=True)
    _exchange_media(tmp_path / "nothing")
    assert list(media.iterdir()) == []


def test_a_report_erased_after_the_backup_stays_erased(tmp_path: Path) -> None:
    report = make_report(text="Arta's number is 044 123 456")
    make_entry(subject=f"report:{report.uid}", private={"text": report.text})
    seal_entries()
    make_backup(tmp_path / "backup.tar")
    erase_report(report=report, role="moderator")
    restore_backup(tmp_path / "backup.tar", replace=True)

    report.refresh_from_db()
    assert report.visibility == Visibility.ERASED
    assert report.text == ""
    assert not PrivatePayload.objects.filter(subject=f"report:{report.uid}").exists()
    assert seal_entries() == 0
    assert _verify(_export(tmp_path / "1.jsonl"))[0] == 0


def test_words_removed_after_the_backup_are_removed_again_and_the_rest_stays(tmp_path: Path) -> None:
    report = make_report(
        text="Call Arta on 044 123 456, the pipe behind Arta's house leaks", address="Arta's house"
    )
    make_entry(subject=f"report:{report.uid}", private={"text": report.text})
    kept = make_entry(subject=f"report:{report.uid}", private={"by": 7})
    seal_entries()
    make_backup(tmp_path / "oldest.tar")
    redact_report(report=report, passages=["044 123 456"], reason="personal", role="moderator")
    seal_entries()
    make_backup(tmp_path / "between.tar")
    redact_report(report=report, passages=["Arta"], reason="personal", role="moderator")
    left = "Call […] on […], the pipe behind […]'s house leaks"
    assert report.text == left
    listed = Path(settings.LEDGER_FOLDER, "erasures.jsonl").read_text()
    assert "Arta" not in listed
    assert "044 123" not in listed

    for age in ("oldest", "between", "oldest"):  # also when the list has been restored upon before
        restore_backup(tmp_path / f"{age}.tar", replace=True)
        report.refresh_from_db()
        assert (report.text, report.address) == (left, "[…]'s house"), age
        assert [
            payload.entry_id for payload in PrivatePayload.objects.exclude(payload__contains="reason")
        ] == [kept.pk]
        assert Entry.objects.filter(verb="reports.redacted", actor_role="restore").count() == 1
        status, said = _verify(_export(tmp_path / f"{age}.jsonl"))
        assert status == 0, said


def test_a_restored_text_in_which_the_words_cannot_be_found_goes_altogether(tmp_path: Path) -> None:
    report = make_report(text="Call Arta on 044 123 456")
    seal_entries()
    Report.objects.filter(pk=report.pk).update(text="Another text, with 044 123 456")
    make_backup(tmp_path / "backup.tar")
    Report.objects.filter(pk=report.pk).update(text="Call Arta on 044 123 456")
    redact_report(report=report, passages=["044 123 456"], reason="personal", role="moderator")
    restore_backup(tmp_path / "backup.tar", replace=True)
    report.refresh_from_db()
    assert report.text == "[…]"
    assert not PrivatePayload.objects.filter(payload__contains="044").exists()
