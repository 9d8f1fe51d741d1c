"""Small photos for forms."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def jpeg(name: str = "photo.jpg", *, at: tuple[float, float] | None = None) -> SimpleUploadedFile:
    """A grey JPEG of 64 by 48 pixels, with a GPS position (degrees north and east) if one is given."""
    exif = Image.Exif()
    if at is not None:
        gps = exif.get_ifd(0x8825)
        gps[1], gps[2] = "N", _degrees(at[0])
        gps[3], gps[4] = "E", _degrees(at[1])
    out = BytesIO()
    Image.new("RGB", (64, 48), "grey").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def _degrees(value: float) -> tuple[float, float, float]:
    minutes = (value - int(value)) * 60
    return float(int(value)), float(int(minutes)), (minutes - int(minutes)) * 60
