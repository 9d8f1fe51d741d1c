"""Has another process paint a photo's pixels into new files; see `besa/core/images_worker.py`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from besa.core.images.checks import MAX_PIXELS, REASONS, ImageRefused

#: served sizes: name → longest side in pixels
SIZES: Final = {"thumb": 320, "page": 1024, "large": 2048}
LARGEST: Final = "large"
#: WebP: every browser since 2020 shows it, in half to all of the bytes of a JPEG, and readers pay for theirs
EXTENSION: Final = "webp"
WALL_SECONDS: Final = 40  # less than the worker's own lease

_WORKER = Path(__file__).resolve().parent.parent / "images_worker.py"
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
_OUT_OF_TIME = {-9, -24}  # SIGKILL and SIGXCPU: the limits of the process


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
        process = subprocess.run(
            [sys.executable, "-I", str(_WORKER)],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=WALL_SECONDS,
            env=_ENVIRONMENT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ImageRefused("too_much_work") from error
    return _answer(process)


def _answer(process: subprocess.CompletedProcess[bytes]) -> Redrawn:
    if process.returncode in _OUT_OF_TIME:
        raise ImageRefused("too_much_work")
    if process.returncode < 0:  # the decoder crashed, which only a hostile file makes it do
        raise ImageRefused("damaged")
    if process.returncode:
        raise RuntimeError(f"redrawing a photo failed: {process.stderr.decode(errors='replace')[-2000:]}")
    answer = json.loads(process.stdout)
    if "refused" in answer:
        reason = answer["refused"]
        raise ImageRefused(reason if reason in REASONS else "damaged")
    return Redrawn(answer["width"], answer["height"])
