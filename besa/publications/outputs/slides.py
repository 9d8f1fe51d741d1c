"""What of a publication becomes slides: what one looks at, each with the sentence it proves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

Part = Mapping[str, Any]
_ROWS, _COLUMNS = 8, 5
_LONGEST_QUOTE, _LONGEST_FINDING = 320, 460


def slides_of(body: Iterable[Part], title: str, words: Mapping[str, str]) -> list[dict[str, Any]]:
    """A slide for each part that makes one, below the heading of its section."""
    slides = []
    section = title
    for part in body:
        section = _heading_of(part) or section
        shown = _as_shown(part, words)
        if shown is not None:
            notes = ([words["outdated"]] if part.get("outdated") else []) + [_note(part)]
            note = " · ".join(filter(None, notes))
            slides.append(
                {"section": section, "title": _sentence(part) or section, "part": shown, "note": note}
            )
    return slides


def letters_of(parts: Iterable[Part]) -> str:
    """The words of a line."""
    return "".join(letters_of(part["c"]) if "c" in part else str(part.get("s", "")) for part in parts)


def _heading_of(part: Part) -> str:
    if part["t"] == "chapter":
        return str(part["s"])
    return letters_of(part["c"]) if part["t"] == "heading" and part["level"] == 1 else ""


_SENTENCES: Final = {
    "figure": "sentence",
    "drawing": "title",
    "photo": "caption",
    "table": "caption",
    "pledges": "caption",
    "callout": "label",
}


def _sentence(part: Part) -> str:
    return str(part.get(_SENTENCES.get(part["t"], ""), ""))


def _note(part: Part) -> str:
    return str(part["credit"] if part["t"] == "photo" else part.get("note", ""))


def _as_shown(part: Part, words: Mapping[str, str]) -> Part | None:
    """The part as a slide shows it; None for one that is read, or too long to be seen from the last row."""
    match part["t"]:
        case "figure" | "drawing" | "photo":
            return part
        case "table" if len(part["rows"]) <= _ROWS and len(part["header"]) <= _COLUMNS:
            return part
        case "pledges" if part["counts"]:
            return _counted(part, words)
        case "quote" if len(part["s"]) <= _LONGEST_QUOTE:
            return part
        case "callout" if part["tone"] == "finding" and all(inner["t"] == "paragraph" for inner in part["c"]):
            return (
                part
                if len("".join(letters_of(inner["c"]) for inner in part["c"])) <= _LONGEST_FINDING
                else None
            )
    return None


def _counted(part: Part, words: Mapping[str, str]) -> Part:
    """How many pledges have each status."""
    cells = [[[{"t": "words", "s": text}] for text in row] for row in part["counts"]]
    header = [[{"t": "words", "s": words[name]}] for name in ("status", "pledges")]
    return {"t": "table", "header": header, "rows": cells, "align": ["left", "right"], "widths": [3, 1]}
