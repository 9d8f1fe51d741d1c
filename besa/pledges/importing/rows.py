"""Rows of a list as pledges: columns known by their names in four languages, errors said in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from besa.core import languages
from besa.core.folding import fold
from besa.pledges.areas import AREAS
from besa.pledges.importing.columns import day_from, places_of
from besa.pledges.importing.files import ListRefused
from besa.pledges.method import MAX_QUOTE
from besa.pledges.models import Mandate

#: what we need → how people head its column, folded
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "quote": ("quote", "pledge", "promise", "premtimi", "zotimi", "citati", "obecanje", "citat"),
    "area": ("area", "policy area", "fusha", "sektori", "oblast"),
    "page": ("page", "faqja", "strana", "stranica"),
    "due": ("due", "due on", "deadline", "afati", "rok"),
    "budget": ("budget", "buxheti", "budzet"),
    "title": ("title", "titulli", "emri", "naslov"),
    "criterion": ("criterion", "fulfilled when", "kriteri", "permbushet kur", "kriterijum"),
}


@dataclass(frozen=True)
class ListRow:
    """One row as it was understood. `line` is its number in the file; `errors` are sentences."""

    line: int
    quote: str
    area: str = ""
    page: int | None = None
    due_on: str = ""
    budget: str = ""
    title: str = ""
    criterion: str = ""
    errors: tuple[str, ...] = field(default=())

    @property
    def due(self) -> date | None:
        """The day, where one was read."""
        return date.fromisoformat(self.due_on) if self.due_on else None

    @property
    def is_right(self) -> bool:
        """Whether it can be imported."""
        return not self.errors


def read_rows(rows: list[list[str]], mandate: Mandate, pages: int = 0) -> list[ListRow]:
    """Every row below the heading. Raises ListRefused when no column holds the pledges.

    `pages` is how many the programme has; 0 where that is not known.
    """
    places = places_of(rows[0], COLUMNS)
    if "quote" not in places:
        raise ListRefused("no_quote_column")
    seen: dict[str, int] = {}
    read = [_row(number, row, places, mandate, seen) for number, row in enumerate(rows[1:], 2)]
    return [_on_a_page(row, pages) for row in read]


def _row(
    line: int, row: list[str], places: Mapping[str, int], mandate: Mandate, seen: dict[str, int]
) -> ListRow:
    cells = {key: row[place] if place < len(row) else "" for key, place in places.items()}
    errors: list[str] = []
    quote = cells["quote"]
    if not quote:
        errors.append(_("The pledge is missing."))
    elif len(quote) > MAX_QUOTE:
        errors.append(_("The pledge has more than 1,500 letters."))
    elif (earlier := seen.setdefault(fold(quote), line)) != line:
        errors.append(_("The same pledge stands in row %(row)d.") % {"row": earlier})
    values: dict[str, Any] = {}
    for key, read in _READERS.items():
        try:
            values.update(read(cells.get(key, ""), mandate))
        except ValueError as error:
            errors.append(str(error))
    values |= {"title": cells.get("title", "")[:120], "criterion": cells.get("criterion", "")}
    return ListRow(line=line, quote=quote, errors=tuple(errors), **values)


def _on_a_page(row: ListRow, pages: int) -> ListRow:
    if not pages or not row.page or row.page <= pages:
        return row
    return replace(row, errors=(*row.errors, _("The programme has no such page.")))


def _area(text: str, mandate: Mandate) -> dict[str, str]:
    """By its key or its name in any of the languages."""
    wanted = fold(text)
    for area in AREAS.values():
        if wanted in (area.key, *_names_of(area.key)):
            return {"area": area.key}
    if not text:
        raise ValueError(_("The policy area is missing."))
    raise ValueError(_("“%(text)s” is no policy area that we know.") % {"text": text})


def _names_of(key: str) -> list[str]:
    names = []
    for language in languages.ALL:
        with translation.override(language):
            names.append(fold(str(AREAS[key].label)))
    return names


def _page(text: str, mandate: Mandate) -> dict[str, int | None]:
    if not text:
        return {"page": None}
    if not text.isdecimal() or not 1 <= int(text[:6]) <= 2_000:
        raise ValueError(_("“%(text)s” is no page number.") % {"text": text})
    return {"page": int(text)}


def _due(text: str, mandate: Mandate) -> dict[str, str]:
    if not text:
        return {"due_on": ""}
    day = day_from(text)
    if day < mandate.starts:
        raise ValueError(_("It cannot be due before the mandate began."))
    return {"due_on": day.isoformat()}


def _budget(text: str, mandate: Mandate) -> dict[str, str]:
    """As people write amounts: 1.250.000,50 or 1,250,000.50 or 1250000."""
    plain = re.sub(r"[\s€]|eur|lekë?|all", "", text, flags=re.IGNORECASE)
    if not plain:
        return {"budget": ""}
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", plain):
        plain = re.sub(r"[.,]", "", plain)
    elif re.search(r",\d{1,2}$", plain):
        plain = plain.replace(".", "").replace(",", ".")
    else:
        plain = plain.replace(",", "")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        amount = Decimal(-1)
    if not 0 <= amount < Decimal(10) ** 12 or not amount.is_finite():
        raise ValueError(_("“%(text)s” is no amount of money.") % {"text": text})
    return {"budget": str(round(amount, 2))}


_READERS: Final[dict[str, Callable[[str, Mandate], dict[str, Any]]]] = {
    "area": _area,
    "page": _page,
    "due": _due,
    "budget": _budget,
}
