"""Makes a film of set pages: frames by Typst, the film by ffmpeg, both in processes that have little to break.

ffmpeg is no part of Besa: where it is not installed everything else works, and the page says what is missing.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.conf import settings

from besa.core.confinement import CrashedError, Limits, OverranError, run_confined
from besa.core.kept_files import placing, write_again
from besa.insights.clips import captions
from besa.insights.clips.pacing import FADE_S, FRAMES_PER_SECOND, frames_of
from besa.insights.typesetting import NotSetError, Output, typeset

#: a clip of 45 seconds takes 3 to 6 seconds of one core
WALL_SECONDS: Final = 40

_WORKER = Path(__file__).resolve().parents[1] / "clip_worker.py"
#: x264 keeps some forty frames of 1080 × 1920, each about 3 MB and again for what it learnt of it
_LIMITS = Limits(data_bytes=1536 * 1024 * 1024, cpu_seconds=90, open_files=128, file_bytes=64 * 1024 * 1024)
_TEXTS: Final = {"vtt": captions.web_vtt, "srt": captions.sub_rip, "txt": captions.transcript}


def ffmpeg_path() -> str:
    """The program that makes films: BESA_FFMPEG, else the one on the PATH; empty where there is none."""
    return shutil.which(settings.FFMPEG or "ffmpeg") or ""


def make_clip_files(source: str, content: dict[str, Any], outputs: Sequence[Output], folder: Path) -> None:
    """Write `folder/<name>` for each output of a clip.

    Raises NotSetError when the content is to blame or there is no ffmpeg, RuntimeError when it took too much.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for output in outputs:
        if output.format in _TEXTS:
            write_again(folder / output.name, _TEXTS[output.format](content).encode())
        elif not (folder / output.name).exists():
            _make_picture(source, content, output, folder)


def _make_picture(source: str, content: dict[str, Any], output: Output, folder: Path) -> None:
    """The film, or its first frame; a film leaves its first frame beside it, as the frames are there anyway."""
    scenes = content["scenes"]
    frames = Output("frame-{n}.png", output.layout, "png", pages=len(scenes))
    with TemporaryDirectory(dir=folder) as temporary:
        typeset(source, content, [frames], Path(temporary))
        paths = [Path(temporary) / f"frame-{number}.png" for number in range(1, len(scenes) + 1)]
        still = paths[0].read_bytes()
        if output.format == "mp4":
            film(paths, [scene["seconds"] for scene in scenes], folder / output.name)
        write_again(folder / f"{output.layout}.png", still)


def film(frames: Sequence[Path], seconds: Sequence[float], path: Path) -> None:
    """Write a film in which each frame stands so many seconds, the fade from the one before included."""
    program = ffmpeg_path()
    if not program:
        raise NotSetError("ffmpeg is not installed")
    still = [seconds[0], *(stands - FADE_S for stands in seconds[1:])]
    job = {
        "program": program,
        "frames": [str(frame) for frame in frames],
        "counts": [frames_of(standing) for standing in still],
        "fade": frames_of(FADE_S),
        "rate": FRAMES_PER_SECOND,
        "limit": WALL_SECONDS,
    }
    try:
        with placing(path) as draft:
            job["path"] = str(draft)
            answer = run_confined(_WORKER, job, limits=_LIMITS, seconds=WALL_SECONDS + 2)
            if "refused" in answer:
                raise NotSetError(answer["refused"])
    except (OverranError, CrashedError) as error:
        raise RuntimeError("making a film took too much") from error
