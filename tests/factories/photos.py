"""Photos made by the tests themselves: with metadata to lose, and hostile ones."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from besa.reports.models import Photo, Report
from besa.reports.services.photos import attach_photos, draw_photo, keep_upload

MARKER = b"PLANTED-MARKER"
PRISHTINA = (42.6629, 21.1655)
_HEADING, _GPS = 0x010E, 0x8825


def picture(width: int = 320, height: int = 240) -> Image.Image:
    """A picture whose four quarters are red, green, blue and yellow, clockwise from the upper left."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("green", (width // 2, 0, width, height // 2))
    image.paste("blue", (width // 2, height // 2, width, height))
    image.paste("yellow", (0, height // 2, width // 2, height))
    return image


def exif(*, gps: tuple[float, float] | None = None, orientation: int = 1) -> Image.Exif:
    """An EXIF block with the marker in it."""
    block = Image.Exif()
    block[_HEADING] = MARKER.decode()
    block[0x0112] = orientation
    if gps:
        block[_GPS] = {
            1: "N" if gps[0] >= 0 else "S",
            2: _sexagesimal(abs(gps[0])),
            3: "E" if gps[1] >= 0 else "W",
            4: _sexagesimal(abs(gps[1])),
        }
    return block


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = degrees % 1 * 60
    return float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 4)


def jpeg(
    image: Image.Image | None = None,
    *,
    gps: tuple[float, float] | None = None,
    orientation: int = 1,
    quality: int = 90,
) -> bytes:
    """A JPEG with the marker as EXIF text, as comment and as ICC profile."""
    out = BytesIO()
    (image or picture()).save(
        out,
        "JPEG",
        quality=quality,
        exif=exif(gps=gps, orientation=orientation),
        comment=MARKER,
        icc_profile=MARKER * 4,
    )
    return out.getvalue()


def png(image: Image.Image | None = None) -> bytes:
    """A PNG with the marker as text, as EXIF and as ICC profile."""
    info = PngInfo()
    info.add_text("Comment", MARKER.decode())
    info.add_itxt("XML:com.adobe.xmp", MARKER.decode())
    out = BytesIO()
    (image or picture()).save(out, "PNG", pnginfo=info, exif=exif(gps=PRISHTINA), icc_profile=MARKER * 4)
    return out.getvalue()


def webp(image: Image.Image | None = None) -> bytes:
    """A WebP with the marker as EXIF, as XMP and as ICC profile."""
    out = BytesIO()
    (image or picture()).save(out, "WEBP", exif=exif(gps=PRISHTINA), xmp=MARKER, icc_profile=MARKER * 4)
    return out.getvalue()


def heic() -> bytes:
    """A HEIC with the marker and a position in its EXIF."""
    import pillow_heif

    out = BytesIO()
    pillow_heif.from_pillow(picture()).save(out, exif=exif(gps=PRISHTINA).tobytes(), quality=80)
    return out.getvalue()


def png_header(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that claims a size, with whatever pixels."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", data or zlib.compress(b"\0" * 64)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def upload(data: bytes | None = None, name: str = "photo.jpg") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, jpeg() if data is None else data)


def drawn_photo_on(report: Report, data: bytes | None = None, *, by_official: bool = False) -> Photo:
    """A photo on a report, drawn by the worker's own function."""
    kept = keep_upload(upload(data))
    with transaction.atomic():
        photo = attach_photos(report=report, uploads=[kept], by_official=by_official)[0]
    draw_photo(photo_id=photo.pk)
    photo.refresh_from_db()
    return photo


def files_of(media: Path) -> list[Path]:
    """All files under the media folder."""
    return sorted(path for path in media.rglob("*") if path.is_file())
