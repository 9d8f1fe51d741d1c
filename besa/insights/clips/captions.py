"""The words of a clip as text: captions for players (WebVTT, SubRip) and a transcript."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Scenes = Sequence[Mapping[str, Any]]


def web_vtt(content: Mapping[str, Any]) -> str:
    """WebVTT, as browsers and most networks take it."""
    cues = [
        f"{_clock(start, '.')} --> {_clock(end, '.')}\n{_escaped(text)}"
        for start, end, text in _cues(content["scenes"])
    ]
    return "\n\n".join(("WEBVTT", *cues)) + "\n"


def sub_rip(content: Mapping[str, Any]) -> str:
    """SubRip, as Facebook and LinkedIn take it."""
    cues = [
        f"{number}\n{_clock(start, ',')} --> {_clock(end, ',')}\n{text}"
        for number, (start, end, text) in enumerate(_cues(content["scenes"]), start=1)
    ]
    return "\n\n".join(cues) + "\n"


def transcript(content: Mapping[str, Any]) -> str:
    """All that the clip says, for people who cannot see it and for search."""
    head = f"{content['municipality']}: {content['name']}"
    said = [" ".join(_lines(scene)) for scene in content["scenes"]]
    return "\n\n".join((head, *said, content["counted"], content["address"])) + "\n"


def _cues(scenes: Scenes) -> Iterator[tuple[float, float, str]]:
    start = 0.0
    for scene in scenes:
        end = start + scene["seconds"]
        yield start, end, "\n".join(_lines(scene))
        start = end


def _lines(scene: Mapping[str, Any]) -> list[str]:
    """The same texts as `Scene.read`, each on one line."""
    bars = [f"{bar['label']}: {bar['value']}" for bar in scene["bars"]]
    return [" ".join(text.split()) for text in (scene["said"], scene["small"], *bars) if text]


def _escaped(text: str) -> str:
    """Cues are markup in WebVTT: a text with an arrow in it would end one."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(seconds: float, point: str) -> str:
    whole = round(seconds * 1000)
    minutes, rest = divmod(whole, 60_000)
    return f"00:{minutes:02}:{rest // 1000:02}{point}{rest % 1000:03}"
