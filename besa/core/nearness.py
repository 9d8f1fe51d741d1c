"""Where somebody stands, as an address says it, and how far something is from there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

#: decimals of a degree that an address keeps of where somebody stands: eleven metres
_DECIMALS: Final = 4


def point_in(query: Mapping[str, str]) -> tuple[float, float] | None:
    """Latitude and longitude in degrees; None where `lat` and `lon` are missing or name no place."""
    try:
        lat, lon = (round(float(query.get(name, "")), _DECIMALS) for name in ("lat", "lon"))
    except (ValueError, OverflowError):
        return None
    return (lat, lon) if abs(lat) <= 85 and abs(lon) <= 180 else None


def far_in_words(metres: float) -> str:
    """How far somebody goes: to ten metres, from a kilometre on to a hundred."""
    tens = round(metres / 10) * 10
    if tens < 1000:
        # Translators: how far it is, in metres
        return _("%(n)d m") % {"n": tens}
    # Translators: how far it is, in kilometres, with one decimal
    return _("%(n)s km") % {"n": number_format(metres / 1000, decimal_pos=1)}
