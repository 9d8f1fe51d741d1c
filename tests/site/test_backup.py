"""A backup is believed only after it was opened; what is wrong with it is said before anything is touched."""

from __future__ import annotations

import io
import os
import sqlite3
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from besa.ledger.models import Entry
from besa.ledger.services import seal_entries
from besa.site.backups import BackupRefused, make_backup, restore_backup
from besa.site.backups.making import verify_backup
from tests.factories.ledger import make_entries

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="looks into SQLite files"),
]


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of five entries and two photos."""
    make_entries(5)
    seal_entries()
    for name in ("1/a.webp", "2/b.webp"):
        photo = Path(settings.MEDIA_ROOT, name)
        photo.parent.mkdir(parents=True)
        photo.write_bytes(name.encode())
    make_backup(tmp_path / "backup.tar")
    return tmp_path / "backup.tar"


def _members(backup: Path) -> dict[str, bytes]:
    with tarfile.open(backup) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def _pack(target: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(target, "w") as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return target


def test_it_holds_everything_but_the_key(backup: Path) -> None:
    members = _members(backup)
    assert set(members) == {
        "manifest.json",
        "database.sqlite3",
        "ledger/head",
        "ledger/epochs.jsonl",
        "media/1/a.webp",
        "media/2/b.webp",
    }
    assert not any(b"PRIVATE KEY" in data for data in members.values())
    assert backup.stat().st_mode & 0o777 == 0o600
    manifest = verify_backup(backup)
    assert manifest.sealed == 5
    assert manifest.media_files == 2
    assert manifest.counts["ledger_entry"] == 5


def test_the_command_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_entries(2)
    seal_entries()
    call_command("backup", str(tmp_path / "b.tar.gz"))
    said = capsys.readouterr().out
    assert "2 sealed ledger entries. Opened and checked." in said
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(tmp_path / "b.tar.gz"))
    with pytest.raises(CommandError, match="no folder"):
        call_command("backup", "/nowhere/at/all.tar")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_a_ledger_that_was_tampered_with_is_not_backed_up(tmp_path: Path) -> None:
    make_entries(4)
    seal_entries()
    row = Entry.objects.get(position=2)
    Entry.objects.filter(pk=row.pk).update(leaf=row.leaf.replace("officer", "neighbour"))
    with pytest.raises(BackupRefused, match="not those that its head of size 4 signed"):
        make_backup(tmp_path / "backup.tar")
    assert not list(tmp_path.glob("*backup*"))


def _with_row_deleted(members: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    path = folder / "edit.sqlite3"
    path.write_bytes(members["database.sqlite3"])
    with sqlite3.connect(path) as database:
        database.execute("DELETE FROM ledger_entry WHERE position = 4")
    database.close()
    return {**members, "database.sqlite3": path.read_bytes()}


DAMAGES: dict[str, Callable[[dict[str, bytes], Path], dict[str, bytes]]] = {
    "a row deleted": _with_row_deleted,
    "bytes of the database changed": lambda members, folder: {
        **members,
        "database.sqlite3": members["database.sqlite3"][:5000]
        + os.urandom(3000)
        + members["database.sqlite3"][8000:],
    },
    "no database": lambda members, folder: {
        name: data for name, data in members.items() if name != "database.sqlite3"
    },
    "a photo gone": lambda members, folder: {
        name: data for name, data in members.items() if name != "media/2/b.webp"
    },
    "no manifest": lambda members, folder: {
        name: data for name, data in members.items() if name != "manifest.json"
    },
    "a manifest that is none": lambda members, folder: {**members, "manifest.json": b"[]"},
    "an unknown format": lambda members, folder: {
        **members,
        "manifest.json": members["manifest.json"].replace(b"besa-backup-1", b"besa-backup-9"),
    },
    "a path that climbs out": lambda members, folder: {**members, "media/../../evil": b"x"},
    "a key": lambda members, folder: {**members, "ledger/signing-key.pem": b"x"},
    "an absolute path": lambda members, folder: {**members, "/etc/evil": b"x"},
    "nothing": lambda members, folder: {},
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_is_refused_and_touches_nothing(backup: Path, tmp_path: Path, damage: str) -> None:
    damaged = _pack(tmp_path / "damaged.tar", DAMAGES[damage](_members(backup), tmp_path))
    make_entries(1)
    with pytest.raises(BackupRefused):
        restore_backup(damaged, replace=True)
    assert Entry.objects.count() == 6
    assert not (tmp_path.parent / "evil").exists()
    assert not list(tmp_path.glob(".restore-*"))


@pytest.mark.parametrize("length", [0, 100, 20_000])
def test_a_backup_cut_short_is_refused(backup: Path, tmp_path: Path, length: int) -> None:
    cut = tmp_path / "cut.tar"
    cut.write_bytes(backup.read_bytes()[:length])
    with pytest.raises(BackupRefused):
        restore_backup(cut, replace=True)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no file"):
        call_command("restore", str(tmp_path / "nothing.tar"))
