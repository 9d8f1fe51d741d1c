"""Making a backup, and believing it only after opening it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from besa import __version__
from besa.ledger.epochs import kept_head
from besa.ledger.folder import ledger_folder
from besa.site.backups.archive import (
    DATABASES,
    LEDGER,
    LEDGER_FILES,
    MEDIA,
    PUSH_KEY,
    BackupRefused,
    Manifest,
    sha256_of,
    unpack,
    write_archive,
)
from besa.site.backups.databases import contents_of, copy_out, engine
from besa.site.backups.verification import check_ledger


def make_backup(target: Path) -> Manifest:
    """Write a backup to a new file, open it again and check it; only then does the file get its name.

    Works while the site is used. Raises BackupRefused; nothing is left behind then.
    """
    if target.exists():
        raise BackupRefused(f"{target} is there already: choose another name.")
    if not target.parent.is_dir():
        raise BackupRefused(f"There is no folder {target.parent}.")
    draft = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as scratch:
            # The head before the database: what it signed is then certainly in the copy.
            head = Path(scratch, "head")
            head.write_text(kept_head(), encoding="utf-8")
            database = copy_out(Path(scratch))
            _write(draft, database, head)
        manifest = verify_backup(draft)
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _write(draft: Path, database: Path, head: Path) -> None:
    found = contents_of(database, engine())
    media = sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    manifest = Manifest(
        made_at=timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        version=__version__,
        engine=engine(),
        counts=found.counts,
        sealed=check_ledger(found, head.read_text(encoding="utf-8")),
        media_files=len(media),
        database_sha256=sha256_of(database),
    )
    draft.unlink(missing_ok=True)
    write_archive(draft, manifest, _files(database, head, media))


def _files(database: Path, head: Path, media: list[Path]) -> Iterator[tuple[str, Path]]:
    yield database.name, database
    yield f"{LEDGER}/head", head
    for name in LEDGER_FILES:
        if name != "head" and (ledger_folder() / name).exists():
            yield f"{LEDGER}/{name}", ledger_folder() / name
    if settings.PUSH_KEY_FILE.exists():
        yield PUSH_KEY, settings.PUSH_KEY_FILE
    for path in media:
        yield f"{MEDIA}/{path.relative_to(settings.MEDIA_ROOT).as_posix()}", path


def verify_backup(source: Path) -> Manifest:
    """Open a backup and check what is in it against what it says; BackupRefused when anything differs."""
    with tempfile.TemporaryDirectory(dir=source.parent, prefix=".verify-") as scratch:
        return verify_unpacked(unpack(source, Path(scratch)), Path(scratch))


def verify_unpacked(manifest: Manifest, folder: Path) -> Manifest:
    """Check a backup that was taken out into a folder."""
    database = folder / DATABASES[manifest.engine]
    found = contents_of(database, manifest.engine)
    if sha256_of(database) != manifest.database_sha256 or found.counts != manifest.counts:
        raise BackupRefused("The database in the backup is not the one its manifest tells of.")
    head = folder / LEDGER / "head"
    if check_ledger(found, head.read_text(encoding="utf-8") if head.exists() else "") != manifest.sealed:
        raise BackupRefused("The ledger in the backup is not the one its manifest tells of.")
    return manifest
