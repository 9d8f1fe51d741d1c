"""Where the files of an edition are."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.conf import settings

#: the scope of all municipalities together
ALL: Final = "all"
CSV, GEOJSON, PARQUET = "csv", "geojson", "parquet"
FORMS: Final = {
    CSV: "text/csv; charset=utf-8",
    GEOJSON: "application/geo+json",
    PARQUET: "application/vnd.apache.parquet",
}
LABELS: Final = {CSV: "CSV", GEOJSON: "GeoJSON", PARQUET: "GeoParquet"}
_AT_ONCE = 1 << 20


def folder_of(edition: int) -> Path:
    """The folder of an edition."""
    return Path(settings.MEDIA_ROOT) / "downloads" / str(edition)


def file_name(scope: str, form: str) -> str:
    """Name of a file in its folder: a municipality's slug, or all of them."""
    return f"{scope}.{form}"


def sum_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_AT_ONCE):
            digest.update(chunk)
    return digest.hexdigest()


def delete_all_but(keep: set[int]) -> None:
    """Delete the folders of all other editions."""
    above = folder_of(0).parent
    if not above.is_dir():
        return
    for folder in above.iterdir():
        if folder.name not in {str(pk) for pk in keep}:
            shutil.rmtree(folder, ignore_errors=True)
