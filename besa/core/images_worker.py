"""Decodes one photo and paints its pixels into new files; runs as a process of its own, under limits.

A decoder is the most attacked code there is, so this process knows nothing: no Django, no settings, no
database, only a job on its standard input and an answer on its standard output, both JSON. Started by
`besa.core.images.redrawing`; not part of the package beside it, so that it starts without importing Django.

Job: `source`, `folder`, `stem` (texts), `sizes` (name → longest side in pixels), `max_pixels`, `blurred`
([[x, y, width, height]] in thousandths of the upright picture). Answer: `width` and `height` of the largest
file, or `refused` with a reason's key.
"""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, ImageFilter

#: a blurred region keeps at most this many cells across: too few for a face or a number plate
CELLS = 5
QUALITY = 80


class Refused(Exception):
    """The photo cannot be used; the argument is the reason's key."""


def main() -> None:
    """Read the job, do it, print the answer."""
    job = json.load(sys.stdin)
    try:
        answer = do(job)
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    json.dump(answer, sys.stdout)


def do(job: dict[str, Any]) -> dict[str, Any]:
    """Write every size of a photo; Refused when it cannot be decoded within the limits."""
    sizes = dict(sorted(job["sizes"].items(), key=lambda item: -item[1]))
    try:
        picture = upright_pixels(Path(job["source"]), max(sizes.values()), job["max_pixels"])
    except (MemoryError, Image.DecompressionBombError) as error:
        raise Refused("too_much_work") from error
    except Refused:
        raise
    except Exception as error:  # a damaged file makes decoders raise almost anything
        raise Refused("damaged") from error
    for region in job["blurred"]:
        blur(picture, region)
    for name, side in sizes.items():
        picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
        write(picture, Path(job["folder"]) / f"{job['stem']}-{name}.webp")
        if side == max(sizes.values()):
            width, height = picture.size
    return {"width": width, "height": height}


def upright_pixels(source: Path, side: int, max_pixels: int) -> Image.Image:
    """The photo as sRGB pixels in a picture that has nothing else, upright, at most `side` pixels long."""
    Image.MAX_IMAGE_PIXELS = max_pixels
    pillow_heif.register_heif_opener(thumbnails=False)
    with Image.open(source, formats=("JPEG", "PNG", "WEBP", "HEIF")) as photo:
        if photo.width * photo.height > max_pixels:
            raise Refused("too_many_pixels")
        photo.draft("RGB", (side, side))
        photo.load()
        colours = photo.info.get("icc_profile")
        orientation = photo.getexif().get(0x0112, 1)
        small = plain(photo)
    small.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    small = turned(in_srgb(small, colours), orientation)
    empty = Image.new("RGB", small.size, "white")
    empty.paste(small, mask=small.getchannel("A") if small.mode == "RGBA" else None)
    return empty


def plain(photo: Image.Image) -> Image.Image:
    """The pixels in a mode that can be resized well."""
    if photo.mode.startswith("I"):  # 16 bits of grey
        return photo.convert("I").point(lambda value: value / 256).convert("L")
    if photo.mode in ("P", "PA", "LA", "La", "RGBa", "1") or "transparency" in photo.info:
        return photo.convert("RGBA")
    return photo.copy()


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in sRGB: the profile goes, so its colours must be applied before."""
    target = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode=target
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None  # a broken profile costs a little colour, not the photo
        if converted is not None:
            return converted
    return picture.convert(target)


#: EXIF orientation → what turns the picture upright (CIPA DC-008, tag 0x0112)
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def turned(picture: Image.Image, orientation: int) -> Image.Image:
    """The picture as the camera was held. HEIC is turned by its decoder, which then says 1."""
    return picture.transpose(TURNS[orientation]) if orientation in TURNS else picture


def blur(picture: Image.Image, region: list[int]) -> None:
    """Make a region of the picture unrecognisable, for good: a few averages remain of it."""
    x, y, width, height = region
    left, top = x * picture.width // 1000, y * picture.height // 1000
    right = min(picture.width, -(-(x + width) * picture.width // 1000))
    bottom = min(picture.height, -(-(y + height) * picture.height // 1000))
    if right <= left or bottom <= top:
        return
    part = picture.crop((left, top, right, bottom))
    longest = max(part.size)
    cells = (max(1, part.width * CELLS // longest), max(1, part.height * CELLS // longest))
    averages = part.resize(cells, Image.Resampling.BOX).resize(part.size, Image.Resampling.BICUBIC)
    picture.paste(averages.filter(ImageFilter.GaussianBlur(longest / CELLS / 4)), (left, top))


def write(picture: Image.Image, path: Path) -> None:
    """Write a file whole or not at all, and let it reach the disk."""
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        picture.save(file, "WEBP", quality=QUALITY, method=4)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


if __name__ == "__main__":
    main()
