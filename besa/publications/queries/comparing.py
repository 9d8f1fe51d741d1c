"""What changed between two contents: which blocks came, went or moved, and which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from besa.pledges.public_diff import Piece, differences
from besa.publications.blocks import KINDS
from besa.publications.cells import text_of


class Change(StrEnum):
    """What became of a block."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


CHANGES: Final[dict[Change, Promise]] = {
    Change.ADDED: pgettext_lazy("a block was", "added"),
    Change.REMOVED: pgettext_lazy("a block was", "removed"),
    Change.CHANGED: pgettext_lazy("a block was", "changed"),
    Change.MOVED: pgettext_lazy("a block was", "moved"),
}
#: fields of blocks and of the head, in words
FIELDS: Final[dict[str, Promise]] = {
    "title": _("Title"),
    "subtitle": _("Subtitle"),
    "summary": _("Summary"),
    "authors": _("Authors"),
    "markdown": _("Text"),
    "sentence": _("Sentence"),
    "key": _("Figure"),
    "chart": _("Chart"),
    "parameters": _("Chosen"),
    "filters": _("Chosen"),
    "as_of": _("As of"),
    "alt": _("Description"),
    "caption": _("Caption"),
    "header": _("Headings"),
    "rows": _("Rows"),
    "text": _("Words"),
    "who": _("Who said it"),
    "source": _("Source"),
    "url": _("Address"),
    "mandate": _("Mayor"),
    "municipality": _("Municipality"),
    "category": _("Category"),
    "period": _("Period"),
    "file": _("File"),
    "credit": _("Who made it"),
    "focus": _("What must stay in sight"),
    "tone": _("Kind of box"),
}
_HEAD: Final = ("title", "subtitle", "summary", "authors")


@dataclass(frozen=True)
class FieldDiff:
    """A field that changed, word by word."""

    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class BlockDiff:
    """A block, or (`kind` empty) the head, and what became of it."""

    uid: str
    kind: str
    change: Change
    fields: list[FieldDiff]

    @property
    def kind_label(self) -> str:
        """What it is."""
        return str(KINDS[self.kind].label) if self.kind in KINDS else str(_("Title and summary"))

    @property
    def change_label(self) -> str:
        """What became of it."""
        return str(CHANGES[self.change])


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[BlockDiff]:
    """Everything that differs, in the order of the new content; what was removed stands at its end."""
    found = []
    head = fields_of({name: old[name] for name in _HEAD}, {name: new[name] for name in _HEAD})
    if head:
        found.append(BlockDiff("", "", Change.CHANGED, head))
    before = {block["uid"]: block for block in old["blocks"]}
    moved = _moved([block["uid"] for block in old["blocks"]], [block["uid"] for block in new["blocks"]])
    for block in new["blocks"]:
        known = before.pop(block["uid"], None)
        change, data = (Change.ADDED, {}) if known is None else (Change.CHANGED, known["data"])
        fields = fields_of(data, block["data"])
        if fields:
            found.append(BlockDiff(block["uid"], block["kind"], change, fields))
        elif block["uid"] in moved:
            found.append(BlockDiff(block["uid"], block["kind"], Change.MOVED, []))
    for block in before.values():
        found.append(BlockDiff(block["uid"], block["kind"], Change.REMOVED, fields_of(block["data"], {})))
    return found


def fields_of(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FieldDiff]:
    """The fields that differ between two blocks."""
    pairs = ((name, said(old.get(name)), said(new.get(name))) for name in dict.fromkeys([*new, *old]))
    return [
        FieldDiff(str(FIELDS.get(name, name)), differences(before, after))
        for name, before, after in pairs
        if before != after
    ]


def said(value: Any) -> str:
    """A field as text."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {one}" for name, one in sorted(value.items()))
    if isinstance(value, list):
        return (
            text_of(value) if value and isinstance(value[0], list) else "\n".join(str(one) for one in value)
        )
    return str(value)


def _moved(old: list[str], new: list[str]) -> set[str]:
    """Who stands behind another than before, among those in both; none when only others came or went."""
    kept_old = [uid for uid in old if uid in set(new)]
    kept_new = [uid for uid in new if uid in set(old)]
    return {uid for uid, other in zip(kept_new, kept_old, strict=True) if uid != other}
