"""A table of one session: a row for each member, who was there, and how each voted on its decisions by number."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from django.utils.translation import gettext as _

from besa.core.folding import fold
from besa.pledges.importing.columns import places_of
from besa.pledges.importing.files import ListRefused
from besa.pledges.importing.members import COLUMNS as MEMBER_COLUMNS
from besa.pledges.models import Mandate

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "name": MEMBER_COLUMNS["name"],
    "presence": (
        "attendance",
        "present",
        "presence",
        "pjesemarrja",
        "prania",
        "prezenca",
        "prisustvo",
        "prisutnost",
    ),
}
#: how people write it, folded
PRESENCES: Final[dict[str, tuple[str, ...]]] = {
    "present": (
        "present",
        "yes",
        "1",
        "x",
        "+",
        "i pranishem",
        "e pranishme",
        "prezent",
        "po",
        "prisutan",
        "prisutna",
        "da",
    ),
    "excused": (
        "excused",
        "i arsyetuar",
        "e arsyetuar",
        "me arsye",
        "mungon me arsye",
        "arsyetuar",
        "opravdan",
        "opravdano",
    ),
    "absent": ("absent", "no", "0", "-", "mungon", "mungoi", "pa arsye", "jo", "odsutan", "odsutna", "ne"),
}
OPTIONS: Final[dict[str, tuple[str, ...]]] = {
    "yes": ("yes", "for", "+", "1", "po", "pro", "za", "da"),
    "no": ("no", "against", "-", "jo", "kunder", "protiv", "ne"),
    "abstain": ("abstain", "abstained", "0", "abstenim", "abstenoi", "abstenon", "uzdrzan", "uzdrzana"),
    "absent": (
        "absent",
        "mungon",
        "mungoi",
        "nuk votoi",
        "odsutan",
        "odsutna",
        "nije glasao",
        "nije glasala",
    ),
}
_NUMBER: Final = re.compile(r"(?:\D*\b)?(\d{1,3})\b.*", re.DOTALL)


@dataclass(frozen=True)
class SheetRow:
    """One member's row as it was understood: the mandate, the presence, options by the number of the decision."""

    line: int
    name: str
    mandate: int | None = None
    presence: str = ""
    options: dict[str, str] = field(default_factory=dict)
    errors: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether it can be imported."""
        return not self.errors


def read_sheet(
    rows: list[list[str]], members: Collection[Mandate], decisions: Collection[int]
) -> list[SheetRow]:
    """Every row below the heading, for who had a seat and what was decided that day. Raises ListRefused."""
    places = places_of(rows[0], COLUMNS)
    if "name" not in places:
        raise ListRefused("no_name_column")
    votes = _votes_of(rows[0], set(places.values()), decisions)
    if "presence" not in places and not votes:
        raise ListRefused("no_session_column")
    known = {fold(name): member for member in members for name in _names_of(member)}
    seen: dict[int, int] = {}
    return [_row(number, row, places, votes, known, seen) for number, row in enumerate(rows[1:], 2)]


def _votes_of(heading: list[str], taken: Collection[int], decisions: Collection[int]) -> dict[str, int]:
    """By the number of a decision, its column: headed by the number, whatever stands around it."""
    found: dict[str, int] = {}
    for place, cell in enumerate(heading):
        number = _NUMBER.fullmatch(cell)
        if place not in taken and number and int(number[1]) in decisions:
            found.setdefault(str(int(number[1])), place)
    return found


def _names_of(member: Mandate) -> set[str]:
    return {*member.person.names.values(), *member.person.other_names}


def _row(
    line: int,
    row: list[str],
    places: Mapping[str, int],
    votes: Mapping[str, int],
    known: Mapping[str, Mandate],
    seen: dict[int, int],
) -> SheetRow:
    name = " ".join(_cell(row, places["name"]).split())
    errors: list[str] = []
    member = known.get(fold(name))
    if member is None:
        errors.append(_unknown(name, known))
    elif (earlier := seen.setdefault(member.pk, line)) != line:
        errors.append(_("The same person stands in row %(row)d.") % {"row": earlier})
    presence = _read(_cell(row, places.get("presence", -1)), PRESENCES, errors)
    read = {number: _read(_cell(row, place), OPTIONS, errors) for number, place in votes.items()}
    options = {number: option for number, option in read.items() if option}
    if presence in ("excused", "absent") and set(options.values()) - {"absent"}:
        errors.append(_("Somebody who was absent cannot have voted."))
    return SheetRow(line, name, member.pk if member else None, presence, options, tuple(errors))


def _cell(row: list[str], place: int) -> str:
    return row[place] if 0 <= place < len(row) else ""


def _unknown(name: str, known: Mapping[str, Mandate]) -> str:
    if not name:
        return _("The name is missing.")
    close = get_close_matches(fold(name), known, 1, 0.75)
    if close:
        meant = known[close[0]].person.name
        return _("“%(name)s” had no seat on that day. Is it %(meant)s?") % {"name": name, "meant": meant}
    return _("“%(name)s” had no seat on that day.") % {"name": name}


def _read(text: str, words: Mapping[str, tuple[str, ...]], errors: list[str]) -> str:
    """The key of what was written; empty for an empty cell."""
    if not text:
        return ""
    wanted = fold(text).strip() or text.strip()
    for key, known in words.items():
        if wanted in known or text.strip() in known:
            return key
    errors.append(
        _("“%(text)s” is not clear. Write present, excused or absent, or yes, no or abstain.")
        % {"text": text}
    )
    return ""
