"""How long each scene of a clip stands: long enough to be read by everybody, the whole not longer than people watch.

The rule: a scene stands fully visible for the time it takes to notice it plus its words at 150 a minute. Subtitles go
by 160 to 180 (BBC Subtitle Guidelines, "Timing"); here people also look at a picture, and read in a second language.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from besa.insights.clips.clip import Scene

WORDS_PER_SECOND: Final = 2.5
#: to see that something new is there
NOTICE_S: Final = 1.0
#: one scene turns into the next one
FADE_S: Final = 0.52
#: no scene is shorter, though it may have one word
SHORTEST_SCENE_S: Final = 2.5
SHORTEST_S: Final = 15.0
LONGEST_S: Final = 45.0
FRAMES_PER_SECOND: Final = 25


class TooMuchToReadError(Exception):
    """The scenes that must be there cannot be read in the time a clip may take."""


def seconds_to_read(scene: Scene) -> float:
    """For how long a scene must be fully visible."""
    words = sum(len(text.split()) for text in scene.read)
    return max(SHORTEST_SCENE_S, NOTICE_S + words / WORDS_PER_SECOND)


def paced(scenes: Sequence[Scene]) -> tuple[Scene, ...]:
    """The scenes with the seconds each stands, the fade to it included; 15 to 45 seconds in all.

    Where there is too much to read, the last of those that may be left out go first. Where there is little, all stand
    longer. Raises TooMuchToReadError when the others alone take longer.
    """
    kept = list(scenes)
    while _length(kept) > LONGEST_S:
        optional = [place for place, scene in enumerate(kept) if scene.optional]
        if not optional:
            raise TooMuchToReadError(f"{_length(kept):.1f} s")
        del kept[optional[-1]]
    longer = max(0.0, SHORTEST_S - _length(kept)) / len(kept)
    return tuple(replace(scene, seconds=_needed(scene) + _in_frames(longer)) for scene in kept)


def _length(scenes: Sequence[Scene]) -> float:
    return sum(_needed(scene) for scene in scenes)


def _needed(scene: Scene) -> float:
    return _in_frames(FADE_S + seconds_to_read(scene))


def _in_frames(seconds: float) -> float:
    """Rounded up to whole frames."""
    return math.ceil(round(seconds * FRAMES_PER_SECOND, 6)) / FRAMES_PER_SECOND


def frames_of(seconds: float) -> int:
    """How many frames of the film a time is."""
    return round(seconds * FRAMES_PER_SECOND)
