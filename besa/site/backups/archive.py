"""The archive: a tar file whose last member is the manifest, so that one cut short has none.

Only names that we would write are ever taken out of it.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from typing import IO

FORMAT = "besa-backup-1"
MANIFEST = "manifest.json"
MEDIA = "media"
LEDGER = "ledger"
LEDGER_FILES = ("head", "epochs.jsonl", "erasures.jsonl")
#: the key that browsers subscribed to: without it a restored site could tell none of them
PUSH_KEY = "keys/push-key.pem"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class BackupRefused(RuntimeError):
    """A backup that cannot be made, read or restored; the message says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: table → rows, number of photos, size of the sealed ledger."""

    made_at: str
    version: str
    engine: str
    counts: dict[str, int]
    sealed: int
    media_files: int
    database_sha256: str
    format: str = field(default=FORMAT)

    def to_bytes(self) -> bytes:
        """As JSON."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest:
        """From JSON; BackupRefused for anything else."""
        try:
            manifest = cls(**json.loads(data))
        except (ValueError, TypeError) as error:
            raise BackupRefused("The file's manifest cannot be read: it is not a backup of Besa.") from error
        if manifest.format != FORMAT or manifest.engine not in DATABASES:
            raise BackupRefused(f"The backup has an unknown format ({manifest.format}, {manifest.engine}).")
        return manifest


def sha256_of(path: Path) -> str:
    """Hash of a file, as hex."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def write_archive(target: Path, manifest: Manifest, files: Iterator[tuple[str, Path]]) -> None:
    """Write the archive (gzipped when its name says so) and flush it to the disk.

    A photo that is deleted meanwhile is left out and not counted: the worker may erase photos at any time.
    """
    media = 0
    # A backup holds personal data: nobody but its owner may read it.
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw:
        with tarfile.open(fileobj=raw, mode="w:gz" if ".tar.gz" in target.name else "w") as tar:
            for name, path in files:
                is_media = name.startswith(f"{MEDIA}/")
                try:
                    tar.add(path, arcname=name, recursive=False)
                except FileNotFoundError:
                    if is_media:
                        continue
                    raise
                media += is_media
            data = replace(manifest, media_files=media).to_bytes()
            info = tarfile.TarInfo(MANIFEST)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
        raw.flush()
        os.fsync(raw.fileno())


def unpack(source: Path, folder: Path) -> Manifest:
    """Take an archive out into a folder; BackupRefused when it is damaged or holds what no backup holds."""
    media = 0
    try:
        with tarfile.open(source) as tar:
            for member in tar:
                name = _safe_name(member)
                content = tar.extractfile(member)
                if content is None:
                    raise BackupRefused(f"The backup holds something unexpected: {name}.")
                _write(content, folder / name)
                media += name.startswith(f"{MEDIA}/")
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BackupRefused(f"The backup cannot be read: {error}.") from error
    if not (folder / MANIFEST).exists():
        raise BackupRefused("The file has no manifest: it was cut short, or is not a backup of Besa.")
    manifest = Manifest.from_bytes((folder / MANIFEST).read_bytes())
    if media != manifest.media_files:
        raise BackupRefused(
            f"The backup has {media} photo files, its manifest tells of {manifest.media_files}."
        )
    return manifest


def _safe_name(member: tarfile.TarInfo) -> str:
    path = PurePosixPath(member.name)
    parts = path.parts
    expected = (
        member.name in {MANIFEST, PUSH_KEY, *DATABASES.values()}
        or (parts[0] == LEDGER and len(parts) == 2 and parts[1] in LEDGER_FILES)
        or (parts[0] == MEDIA and len(parts) > 1)
    )
    if not member.isreg() or not expected or path.is_absolute() or ".." in parts:
        raise BackupRefused(f"The backup holds something unexpected: {member.name!r}.")
    return member.name


def _write(content: IO[bytes], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        shutil.copyfileobj(content, file, 1 << 20)
