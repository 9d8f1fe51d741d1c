"""Has another process paint a photo's pixels into new files; see `besa/core/images_worker.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from besa.core.confinement import CrashedError, Limits, OverranError, run_confined
from besa.core.images.checks import MAX_PIXELS, REASONS, ImageRefused

#: served sizes: name → longest side in pixels
SIZES: Final = {"thumb": 320, "page": 1024, "large": 2048}
LARGEST: Final = "large"
#: WebP: every browser since 2020 shows it, in half to all of the bytes of a JPEG, and readers pay for theirs
EXTENSION: Final = "webp"
WALL_SECONDS: Final = 40  # less than the worker's own lease

_WORKER = Path(__file__).resolve().parent.parent / "images_worker.py"
_LIMITS = Limits(address_bytes=1536 * 1024 * 1024, cpu_seconds=20, open_files=32, file_bytes=16 * 1024 * 1024)


@dataclass(frozen=True)
class Redrawn:
    """Size in pixels of the largest file that was written."""

    width: int
    height: int


def redraw(*, source: Path, folder: Path, stem: str, blurred: Sequence[Sequence[int]] = ()) -> Redrawn:
    """Write `<folder>/<stem>-<size>.webp` for every size, upright, in sRGB, without a byte of metadata.

    `blurred` holds [x, y, width, height] in thousandths of the upright picture. Takes about a second, in a
    process of its own with limits on memory, time and files. Raises ImageRefused when the photo is to blame,
    and RuntimeError when we are.
    """
    job = {
        "source": str(source),
        "folder": str(folder),
        "stem": stem,
        "sizes": SIZES,
        "max_pixels": MAX_PIXELS,
        "blurred": [list(region) for region in blurred],
    }
    folder.mkdir(parents=True, exist_ok=True)
    try:
        answer = run_confined(_WORKER, job, limits=_LIMITS, seconds=WALL_SECONDS)
    except OverranError as error:
        raise ImageRefused("too_much_work") from error
    except CrashedError as error:
        raise ImageRefused("damaged") from error
    if "refused" in answer:
        reason = answer["refused"]
        raise ImageRefused(reason if reason in REASONS else "damaged")
    return Redrawn(answer["width"], answer["height"])
