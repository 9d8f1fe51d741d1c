"""The zip of a kit: the same files make the same bytes, and no name can leave the folder it is unpacked in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from besa.core.kept_files import placing

#: zip files know no earlier time
_ALWAYS: Final = (1980, 1, 1, 0, 0, 0)
_SAFE: Final = re.compile(r"(?!\.)[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*){0,4}")
_PACKED_ALREADY: Final = (".png", ".mp4", ".pdf")


class UnsafeNameError(Exception):
    """A name that some system could not unpack, or would unpack somewhere else."""


def pack(files: Mapping[str, Path | bytes], path: Path) -> None:
    """Write a zip of files by their name in it, in the order of names; whole or not at all."""
    with placing(path) as draft, ZipFile(draft, "w") as archive:
        for name in sorted(files):
            if not _SAFE.fullmatch(name):
                raise UnsafeNameError(name)
            entry = ZipInfo(name, _ALWAYS)
            entry.compress_type = ZIP_STORED if name.endswith(_PACKED_ALREADY) else ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            content = files[name]
            archive.writestr(entry, content if isinstance(content, bytes) else content.read_bytes())
