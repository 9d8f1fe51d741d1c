"""What people write into tables: the headings of columns, and days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from besa.core.folding import fold

_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[./](\d{1,2})[./](\d{4})")


def places_of(heading: list[str], columns: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """By what we need, the place of the first column that is headed by one of its names (folded)."""
    names = {name: key for key, known in columns.items() for name in known}
    found: dict[str, int] = {}
    for place, cell in enumerate(heading):
        key = names.get(fold(cell))
        if key is not None:
            found.setdefault(key, place)
    return found


def day_from(text: str) -> date:
    """A day as people here write it, or as programs do. Raises ValueError with a sentence."""
    found = _DAY.fullmatch(text)
    try:
        parts = [int(part) for part in found.groups() if part] if found else []
        return date(*(parts if found and found[1] else reversed(parts)))
    except (ValueError, TypeError):
        raise ValueError(_("“%(text)s” is no day. Write it like 31.12.2027.") % {"text": text}) from None
