"""A table of an assembly's members as seats: columns known by their names in four languages, errors in plain words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from besa.core.folding import fold
from besa.pledges.importing.columns import day_from, places_of
from besa.pledges.importing.files import ListRefused

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "name": (
        "name",
        "member",
        "emri",
        "emri dhe mbiemri",
        "anetari",
        "ime",
        "ime i prezime",
        "clan",
        "odbornik",
    ),
    "party": ("party", "list", "subjekti", "subjekti politik", "partia", "lista", "stranka", "partija"),
    "starts": ("from", "since", "prej", "nga", "fillimi", "od"),
    "role": ("role", "roli", "funksioni", "uloga", "funkcija"),
}
_PRESIDES: Final = frozenset(
    {"chair", "chairperson", "kryesues", "kryesuese", "kryetar", "predsedavajuci", "predsednik"}
)
_LONGEST: Final = 120


@dataclass(frozen=True)
class MemberRow:
    """One row as it was understood. `line` is its number in the file; `errors` are sentences."""

    line: int
    name: str
    party: str = ""
    starts: str = ""
    presides: bool = False
    errors: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether it can be imported."""
        return not self.errors


def read_members(rows: list[list[str]], first: date, last: date, seated: Collection[str]) -> list[MemberRow]:
    """Every row below the heading. `first` and `last` are the days of the term, `seated` the folded names of who sits
    there already. Raises ListRefused."""
    places = places_of(rows[0], COLUMNS)
    if "name" not in places:
        raise ListRefused("no_name_column")
    seen: dict[str, int] = {}
    return [
        _row(
            number,
            {key: row[at] if at < len(row) else "" for key, at in places.items()},
            (first, last),
            seated,
            seen,
        )
        for number, row in enumerate(rows[1:], 2)
    ]


def _row(
    line: int, cells: dict[str, str], term: tuple[date, date], seated: Collection[str], seen: dict[str, int]
) -> MemberRow:
    errors, name = [], " ".join(cells["name"].split())
    if not name:
        errors.append(_("The name is missing."))
    elif len(name) > _LONGEST:
        errors.append(_("The name has more than 120 letters."))
    elif fold(name) in seated:
        errors.append(_("This person has a seat already."))
    elif (earlier := seen.setdefault(fold(name), line)) != line:
        errors.append(_("The same person stands in row %(row)d.") % {"row": earlier})
    day = term[0]
    try:
        day = day_from(cells["starts"]) if cells.get("starts") else term[0]
        if not term[0] <= day <= term[1]:
            errors.append(_("The first day lies outside the term."))
    except ValueError as error:
        errors.append(str(error))
    presides = bool(set(fold(cells.get("role", "")).split()) & _PRESIDES)
    return MemberRow(line, name, cells.get("party", "")[:_LONGEST], day.isoformat(), presides, tuple(errors))
