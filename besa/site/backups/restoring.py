"""Restoring a backup: the old data, a new epoch of the ledger, and what was erased since is erased again."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django_q.models import OrmQ

from besa.alerts.vapid import take_key
from besa.core.models import OutgoingMail
from besa.core.registries import erasers
from besa.insights.services.keeping import forget_facts
from besa.ledger.epochs import Epoch, adopt_epochs, kept_head, number_of
from besa.ledger.erasure_list import Erasure, erasures, keep_erasures, losses_by_subject
from besa.ledger.models import Checkpoint, Entry, PrivatePayload
from besa.ledger.services import erase_subject, open_epoch, seal_entries
from besa.people.models import User
from besa.reports.models import Report
from besa.site.backups.archive import DATABASES, LEDGER, MEDIA, PUSH_KEY, BackupRefused, Manifest, unpack
from besa.site.backups.databases import copy_in, engine
from besa.site.backups.making import verify_unpacked

_HELD_BACK = (
    "This mail was waiting when the backup was made. It may have been sent since, so it was held back."
)


@dataclass(frozen=True)
class Restored:
    """What a restore did."""

    manifest: Manifest
    epoch: Epoch
    erased_again: int
    mails_held_back: int


def restore_backup(source: Path, *, replace: bool = False) -> Restored:
    """Put a backup in place of what is here. The whole archive is checked before anything is touched.

    Raises BackupRefused when the archive is damaged, is of another database engine, or when this installation
    is in use and `replace` was not said.
    """
    if not source.is_file():
        raise BackupRefused(f"There is no file {source}.")
    if _in_use() and not replace:
        raise BackupRefused("This installation has data of its own. Say --replace to give it up.")
    folder = Path(tempfile.mkdtemp(dir=_data_folder(), prefix=".restore-"))
    try:
        manifest = verify_unpacked(unpack(source, folder), folder)
        if manifest.engine != engine():
            raise BackupRefused(f"The backup is of {manifest.engine}, this installation runs on {engine()}.")
        copy_in(folder / DATABASES[manifest.engine])
        call_command("migrate", interactive=False, verbosity=0)
        forget_facts()
        _exchange_media(folder / MEDIA)
        take_key(folder / PUSH_KEY)
        held_back = _calm_the_worker()
        epoch = _go_on_in_a_new_epoch(folder / LEDGER)
        erased = _erase_again()
        seal_entries()
        cache.clear()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Restored(manifest, epoch, erased, held_back)


def _data_folder() -> Path:
    """Where there is room, and where a move is no copy: beside the photos."""
    folder = Path(settings.MEDIA_ROOT).parent
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _in_use() -> bool:
    if Entry._meta.db_table not in connection.introspection.table_names():
        return False
    return Entry.objects.exists() or User.objects.exists() or Report.objects.exists()


def _exchange_media(restored: Path) -> None:
    restored.mkdir(exist_ok=True)
    media = Path(settings.MEDIA_ROOT)
    old = media.with_name(f"{media.name}.replaced")
    shutil.rmtree(old, ignore_errors=True)
    if media.exists():
        media.rename(old)
    restored.rename(media)
    shutil.rmtree(old, ignore_errors=True)


def _calm_the_worker() -> int:
    """Do nothing twice that waited when the backup was made: tasks are queued anew, mails wait for a person."""
    with transaction.atomic():
        OrmQ.objects.all().delete()
        Session.objects.all().delete()
        return OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING).update(
            state=OutgoingMail.State.FAILED, last_error=_HELD_BACK
        )


def _go_on_in_a_new_epoch(kept: Path) -> Epoch:
    adopt_epochs([Epoch(**values) for values in _lines(kept / "epochs.jsonl")])
    keep_erasures(Erasure.read(values) for values in _lines(kept / "erasures.jsonl"))
    head = kept / "head"
    notes = [
        kept_head(),
        head.read_text(encoding="utf-8") if head.exists() else "",
        *Checkpoint.objects.order_by("-size", "-pk").values_list("note", flat=True)[:1],
    ]
    return open_epoch(reason="restored", abandoned=max(notes, key=_age))


def _age(note: str) -> tuple[int, int]:
    """How far the ledger had come at a checkpoint: epoch and size."""
    lines = note.split("\n")
    return (number_of(lines[0]), int(lines[1])) if len(lines) > 2 else (0, -1)


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _erase_again() -> int:
    """Erase again what was erased, also after the backup; gives how many subjects are concerned."""
    subjects = losses_by_subject(erasures())
    for subject, losses in subjects.items():
        for _, erase in erasers.all():
            erase(subject, losses)
        if not losses and PrivatePayload.objects.filter(subject=subject).exists():
            erase_subject(subject=subject, actor_role="restore", municipality="")
    return len(subjects)
