"""The files of a kit that are text: posts by network, what pictures show, the calendar, a read-me."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any, Final

from besa.core.spreadsheets import csv_text
from besa.insights.sharekit.calendar import Entry, as_icalendar
from besa.insights.typesetting import Output

#: the kit's own files; those of its pieces are theirs
OUTPUTS: Final = tuple(
    Output(name, "", name.rpartition(".")[2])
    for name in ("kit.zip", "texts.csv", "calendar.csv", "calendar.ics")
)
#: a line between two posts in a file
_RULE = "\n\n" + "-" * 20 + "\n\n"


def files_of_kit(content: dict[str, Any]) -> dict[str, bytes]:
    """Names in the zip with their content."""
    entries = [
        Entry(date.fromisoformat(one["day"]), one["topic"], one["title"], one["description"])
        for one in content["entries"]
    ]
    name = f"{content['municipality']} {content['month']}"
    uid = f"{content['municipality']}-{content['month']}@besa"
    files = {
        "read-me.txt": content["read_me"],
        "texts.csv": csv_text(
            ("language", "network", "topic", "subject", "text", "length", "most"), _rows(content)
        ),
        "calendar.csv": csv_text(
            ("day", "topic", "title", "description"),
            ((entry.day.isoformat(), entry.topic, entry.title, entry.description) for entry in entries),
        ),
        "calendar.ics": as_icalendar(entries, name=name, uid=uid, stamp=date.fromisoformat(content["stamp"])),
    }
    for language, texts in content["texts"].items():
        by_network: dict[str, list[str]] = defaultdict(list)
        for text in texts:
            by_network[text["network"]].append(
                "\n\n".join(part for part in (text["subject"], text["text"]) if part)
            )
        for network, posts in by_network.items():
            files[f"{language}/texts/{network}.txt"] = _RULE.join(posts) + "\n"
        own = [piece for piece in content["pieces"] if piece["language"] == language and piece["alt"]]
        shown = [f"{piece['folder']}: {piece['alt']}" for piece in own]
        if shown:
            files[f"{language}/texts/alt-texts.txt"] = "\n\n".join(shown) + "\n"
    return {name: text.encode() for name, text in files.items()}


def _rows(content: dict[str, Any]) -> list[tuple[object, ...]]:
    return [
        (language, *(text[column] for column in ("network", "topic", "subject", "text", "length", "most")))
        for language, texts in content["texts"].items()
        for text in texts
    ]
