"""What a clip says: scenes of few words each, every number of them computed, and the files it is made as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from besa.insights.typesetting import Output

SOURCE: Final = "clip.typ"
#: changes whenever clips are to look different, so that they are made again
DESIGN: Final = 3
#: the film is made before its first frame is put beside it, as the two are one piece of work
OUTPUTS: Final = (
    Output("square.mp4", "square", "mp4"),
    Output("square.png", "square", "png"),
    Output("story.mp4", "story", "mp4"),
    Output("story.png", "story", "png"),
    Output("captions.vtt", "", "vtt"),
    Output("captions.srt", "", "srt"),
    Output("transcript.txt", "", "txt"),
)


@dataclass(frozen=True)
class Bar:
    """A line of a chart in a scene: its bar is `part` of the longest. `sign` is a shape that stands before it."""

    label: str
    value: str
    part: float
    sign: str = ""


@dataclass(frozen=True)
class Scene:
    """One picture of a clip. `said` is its sentence, the caption that is burnt in; `strong` a part of it in large type.

    `look`: title, step, number, bars, pledge or closing. `icon` is a drawing, `sign` the shape and colour of a state,
    whose word is `small`. `number` counts steps. `optional` scenes may be left out where time is short.
    """

    look: str
    said: str
    small: str = ""
    strong: str = ""
    icon: str = ""
    sign: str = ""
    number: str = ""
    bars: tuple[Bar, ...] = ()
    optional: bool = False
    seconds: float = 0

    @property
    def read(self) -> tuple[str, ...]:
        """Every text of it that people have to read, in their order."""
        lines = tuple(f"{bar.label}: {bar.value}" for bar in self.bars)
        return tuple(text for text in (self.said, self.small, *lines) if text)


@dataclass(frozen=True)
class Clip:
    """All that a clip says. `name` says what it is about, `counted` as of when, `address` where to go."""

    name: str
    municipality: str
    scenes: tuple[Scene, ...]
    counted: str
    address: str
    words: dict[str, str]
