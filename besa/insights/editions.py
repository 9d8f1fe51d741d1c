"""What editions are: sets of files that are made in the background, each kind from its own source."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from besa.insights.cards import card
from besa.insights.clips import clip
from besa.insights.clips.filming import make_clip_files
from besa.insights.infographics import sizes, templates
from besa.insights.posters import poster
from besa.insights.sharekit import files as kit_files
from besa.insights.typesetting import Output, typeset


@dataclass(frozen=True)
class Kind:
    """A kind of edition: its Typst source, its design's number, its files, and what makes them of its content."""

    key: str
    source: str
    design: int
    outputs: Sequence[Output]
    make: Callable[[str, dict[str, Any], Sequence[Output], Path], None] = typeset


#: the kind of an infographic by the key of its template. Reporting and fixing was there first: its addresses stay
BOARD_KINDS: Final = {
    key: Kind(
        "infographics" if key == "reporting" else key, templates.SOURCE, templates.DESIGN, sizes.OUTPUTS
    )
    for key in templates.TEMPLATES
}
KINDS: Final = {
    kind.key: kind
    for kind in (
        *BOARD_KINDS.values(),
        Kind("posters", poster.SOURCE, poster.DESIGN, poster.OUTPUTS),
        Kind("handouts", poster.SOURCE, poster.DESIGN, poster.HANDOUTS),
        Kind("cards", card.SOURCE, card.DESIGN, card.OUTPUTS),
        Kind("boards", templates.SOURCE, templates.DESIGN, card.OUTPUTS),
        Kind("kits", "", 1, kit_files.OUTPUTS),
        Kind("clips", clip.SOURCE, clip.DESIGN, clip.OUTPUTS, make_clip_files),
    )
}
#: every name of a file of any kind
NAMES: Final = tuple(dict.fromkeys(output.name for kind in KINDS.values() for output in kind.outputs))


@dataclass(frozen=True)
class Wanted:
    """An edition that somebody wants: what it is about, and all that it says.

    `subject` is a period's key, a place's slug, or what `queries.boards.subject_key` says; together with kind,
    municipality ("" where it is about none), language and brand it is what a
    stable address names, whatever the numbers of the day.
    """

    kind: Kind
    municipality: str
    subject: str
    language: str
    brand: str
    content: dict[str, Any]
    pieces: tuple[Wanted, ...] = ()

    @property
    def series(self) -> str:
        """What all editions of the same address have in common."""
        return series_of(self.kind.key, self.municipality, self.subject, self.language, self.brand)


def key_of(wanted: Wanted) -> str:
    """The digest of all that an edition shows: another number, another key."""
    said = json.dumps(wanted.content, sort_keys=True, ensure_ascii=False)
    return sha256(f"{wanted.series} {wanted.kind.design} {said}".encode()).hexdigest()


def files_in(wanted: Wanted) -> int:
    """How many files are made: those of its pieces, as far as they are in it, and its own."""
    return len(wanted.kind.outputs) + sum(len(piece["names"]) for piece in wanted.content.get("pieces", ()))


def series_of(kind: str, municipality: str, subject: str, language: str, brand: str) -> str:
    """The key of a series of editions."""
    return "/".join((kind, municipality, subject, language, brand))


def folder_of(key: str) -> Path:
    """Where an edition's files are."""
    return Path(settings.MEDIA_ROOT) / "editions" / key[:2] / key
