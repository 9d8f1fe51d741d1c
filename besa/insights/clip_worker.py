"""Makes a film of pictures with ffmpeg; runs as a process of its own, under limits that ffmpeg inherits.

It knows no Django, no settings and no database. Job: `program` (ffmpeg), `frames` (PNG files of one size), `counts`
(for how many frames of the film each stands still), `fade` (in how many frames one becomes the next), `rate` (frames a
second), `path`, `limit` (seconds by the clock after which ffmpeg and this process end). Answer: `{"bytes": n}` or
`{"refused": why}`. The same job makes the same bytes.

A picture that stands still is encoded for one second and then repeated as it is, which takes a fifth of the time: first
a short film of one still second and one fade after the other, each beginning with a frame of its own, then the whole
film put together of those pieces.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


class RefusedError(Exception):
    """What ffmpeg complained of."""


def main() -> None:
    """Read the job, do it, print the answer."""
    job = json.load(sys.stdin)
    path = Path(job["path"])
    with TemporaryDirectory(dir=path.parent) as folder:
        pieces, listed = Path(folder) / "pieces.mp4", Path(folder) / "pieces.txt"
        listed.write_text("\n".join(["ffconcat version 1.0", *listing(job, pieces)]) + "\n")
        try:
            run(job, encoding(job, pieces))
            run(job, joining(job, listed))
        except RefusedError as error:
            json.dump({"refused": f"ffmpeg: {error}"}, sys.stdout)
            return
    json.dump({"bytes": path.stat().st_size}, sys.stdout)


def run(job: dict[str, Any], words: list[str]) -> None:
    """Run ffmpeg; what ends it ends this process too."""
    start = [
        job["program"],
        "-y",
        "-hide_banner",
        "-nostdin",
        "-loglevel",
        "error",
        "-protocol_whitelist",
        "file",
    ]
    try:
        done = subprocess.run(
            start + words, stdin=subprocess.DEVNULL, capture_output=True, timeout=job["limit"], check=False
        )
    except subprocess.TimeoutExpired:
        os.kill(os.getpid(), signal.SIGKILL)
        raise
    if done.returncode < 0:
        os.kill(os.getpid(), -done.returncode)
    if done.returncode:
        raise RefusedError(done.stderr.decode(errors="replace").strip()[-1500:])


def encoding(job: dict[str, Any], path: Path) -> list[str]:
    """The pieces one after the other. H.264 and 4:2:0, which everything plays; no frame needs a later one."""
    begins = ",".join(f"{start / job['rate']:.6f}" for start, _ in pieces_of(job))
    return [
        *(word for frame in job["frames"] for word in ("-i", frame)),
        *("-filter_complex", graph(job), "-map", "[film]"),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-profile:v", "high", "-bf", "0"),
        *("-threads", "2", "-sc_threshold", "0", "-g", "1000", "-force_key_frames", begins),
        *("-pix_fmt", "yuv420p", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"),
        *("-color_range", "tv", "-video_track_timescale", f"{job['rate'] * 512}", str(path)),
    ]


def joining(job: dict[str, Any], listed: Path) -> list[str]:
    """The pieces put together; the index first, so that the film starts before it is loaded.

    There is a silent track, as messengers take a film without one for an animation.
    """
    fades = job["fade"] * (len(job["frames"]) - 1)
    seconds = (sum(job["counts"]) + fades) / job["rate"]
    return [
        *("-f", "concat", "-safe", "0", "-i", str(listed)),
        *("-f", "lavfi", "-i", "anullsrc=r=44100:cl=mono", "-map", "0:v", "-map", "1:a"),
        *("-c:v", "copy", "-c:a", "aac", "-b:a", "32k", "-t", f"{seconds:.6f}"),
        *("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"),
        *("-video_track_timescale", f"{job['rate'] * 512}", "-movflags", "+faststart", job["path"]),
    ]


def pieces_of(job: dict[str, Any]) -> list[tuple[int, int]]:
    """First frame and number of frames of each piece: a still second, a fade, a still second, and so on."""
    still, fade = job["rate"], job["fade"]
    lengths = [still, *[fade, still] * (len(job["frames"]) - 1)]
    return [(sum(lengths[:number]), length) for number, length in enumerate(lengths)]


def listing(job: dict[str, Any], path: Path) -> Iterator[str]:
    """The whole film as stretches of the pieces: a still second as often as it stands, the last time in part."""
    still, rate = job["rate"], job["rate"]
    pieces = pieces_of(job)
    for number, count in enumerate(job["counts"]):
        if number:
            yield from stretch(path, *pieces[2 * number - 1], rate)
        start = pieces[2 * number][0]
        for begun in range(0, count, still):
            yield from stretch(path, start, min(still, count - begun), rate)


def stretch(path: Path, start: int, frames: int, rate: int) -> Iterator[str]:
    """Some frames of a file."""
    yield f"file '{path}'"
    yield f"inpoint {start / rate:.6f}"
    yield f"outpoint {(start + frames) / rate:.6f}"


def graph(job: dict[str, Any]) -> str:
    """Each picture for a second, then as it fades into the next."""
    rate, fade = job["rate"], job["fade"]
    parts, before = [], ""
    for number in range(len(job["frames"])):
        frames = rate + fade * (2 if number else 1)
        # once in the film's own colours, and then repeated
        parts.append(
            f"[{number}:v]scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,"
            f"loop=loop={frames}:size=1,setpts=N/{rate}/TB,fps={rate},settb=AVTB[still{number}]"
        )
        if number:
            offset = (number * rate + (number - 1) * fade) / rate
            parts.append(
                f"[{before}][still{number}]xfade=transition=fade:duration={fade / rate:.6f}:"
                f"offset={offset:.6f}[faded{number}]"
            )
        before = f"faded{number}" if number else "still0"
    whole = sum(length for _, length in pieces_of(job))
    return ";".join([*parts, f"[{before}]trim=end_frame={whole}[film]"])


if __name__ == "__main__":
    main()
