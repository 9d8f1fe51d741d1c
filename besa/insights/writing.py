"""Numbers as people write them in each language: "1.234", "54 %", "3,5 дана"."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext, pgettext

from besa.core import languages
from besa.core.dates import day_of
from besa.insights.series import Unit

#: for a value that is not known or not shown
NOTHING = "–"
#: rates are written to a tenth
_LEAST_RATE = 0.1


def written(value: float | None, unit: Unit) -> str:
    """A value with its unit, in the active language, short enough for a label."""
    if value is None:
        return NOTHING
    if unit is Unit.SHARE:
        return percentage(value)
    number = rounded(value, unit)
    text = plain(number)
    if unit is Unit.DAYS:
        return ngettext("%(n)s day", "%(n)s days", _plural_of(number)) % {"n": text}
    if unit is Unit.HOURS:
        return ngettext("%(n)s hour", "%(n)s hours", _plural_of(number)) % {"n": text}
    return text


def in_words(value: float | None, unit: Unit) -> str:
    """A value as people say it: hours from two days on as days, a rate that is not nought never as 0."""
    if unit is Unit.PER_THOUSAND and value and value < _LEAST_RATE:
        return f"<{plain(_LEAST_RATE)}"
    if value is not None and unit is Unit.HOURS and value >= 48:
        return written(value / 24, Unit.DAYS)
    return written(value, unit)


def percentage(share: float) -> str:
    """A share of one as a percentage, in whole points; what is above none or below all is never rounded to it."""
    points = int(Decimal(share * 100).quantize(Decimal(1), ROUND_HALF_UP))
    if points == 0 and share > 0:
        return pgettext("percentage", "<%(n)s%%") % {"n": 1}
    if points == 100 and share < 1:
        points = 99
    return pgettext("percentage", "%(n)s%%") % {"n": points}


def rounded(value: float, unit: Unit) -> Decimal:
    """A value as exact as it is worth reading: counts whole, times to a tenth below ten, shares as
    percent points, coefficients to a hundredth."""
    number = Decimal(str(value)) * (100 if unit is Unit.SHARE else 1)
    if unit is Unit.COEFFICIENT:
        return number.quantize(Decimal("0.01"), ROUND_HALF_UP)
    whole = unit in (Unit.COUNT, Unit.SHARE) or number >= 10
    number = number.quantize(Decimal(1) if whole else Decimal("0.1"), ROUND_HALF_UP)
    return number.to_integral_value() if number == number.to_integral_value() else number


def plain(number: float | Decimal) -> str:
    """A number with the language's own separators; four digits are grouped too, as in tables."""
    return str(number_format(number, force_grouping=True))


def day(moment: datetime | date) -> str:
    """A day in full: "12 November 2026"."""
    return day_of(moment)


def month(first: date, *, year: bool = False) -> str:
    """A month for an axis: "Nov", or "Nov 2026"."""
    text = date_format(first, "M Y" if year else "M")
    return text if get_language() == languages.EN else text.lower()


def _plural_of(number: Decimal) -> int:
    """The number that chooses the plural form: parts of a thing are several of it."""
    return int(number) if number == number.to_integral_value() else 2
