"""Where a photo was taken, from its EXIF block (CIPA DC-008), with every value distrusted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import IO, Any

from PIL import Image

from besa.core.images.checks import MAX_BYTES
from besa.core.images.containers import BrokenContainer, read_header

_GPS_IFD = 0x8825
_LAT_REF, _LAT, _LON_REF, _LON = 1, 2, 3, 4
_MAX_EXIF = 256 * 1024


def gps_of(file: IO[bytes]) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, or None when the photo does not say, or says nonsense.

    The file is read from its start and left there. Never raises for the file's contents.
    """
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    file.seek(0)
    try:
        exif = read_header(memoryview(data)).exif
    except BrokenContainer:
        return None
    return _position(_gps_tags(exif)) if 0 < len(exif) <= _MAX_EXIF else None


def _gps_tags(block: bytes) -> Mapping[int, Any]:
    exif = Image.Exif()
    try:
        exif.load(block)
        return dict(exif.get_ifd(_GPS_IFD))
    except Exception:  # a damaged block makes the parser raise almost anything; the photo itself may be fine
        return {}


def _position(tags: Mapping[int, Any]) -> tuple[float, float] | None:
    lat = _degrees(tags.get(_LAT), tags.get(_LAT_REF), "S", 90)
    lon = _degrees(tags.get(_LON), tags.get(_LON_REF), "W", 180)
    # Cameras without a fix write zeros; nobody reports a pothole from the Gulf of Guinea.
    if lat is None or lon is None or (lat, lon) == (0, 0):
        return None
    return lat, lon


def _degrees(parts: Any, reference: Any, negative: str, limit: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
        letter = reference.decode("ascii") if isinstance(reference, bytes) else str(reference)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    if not all(math.isfinite(part) and part >= 0 for part in (degrees, minutes, seconds)):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if minutes > 60 or seconds > 60 or value > limit:  # some cameras round 59.999 up
        return None
    return round(-value if letter.strip("\0 ").upper() == negative else value, 7)
