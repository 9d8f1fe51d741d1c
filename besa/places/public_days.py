"""The public holidays of Kosovo and Albania: by key, with their names in every language.

The dates come from the `holidays` package. Its names are in English and Albanian only (for Albania) and are texts;
here each feast has a key, which is what a municipality's calendar keeps, and names. A day is written down as its
feasts joined by `+`, each perhaps with `.observed` (the day off for a feast on a weekend) and `.estimated` (a
moon-dated feast whose day is settled shortly before).
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import holidays

from besa.core.languages import AUTHORED, EN, SQ, SR, choose

_OBSERVED, _ESTIMATED = "observed", "estimated"


def _named(sq: str, sr: str, en: str) -> MappingProxyType[str, str]:
    return MappingProxyType({SQ: sq, SR: sr, EN: en})


#: each feast, by key
FEASTS = {
    "new_year": _named("Viti i Ri", "Нова година", "New Year"),
    "orthodox_christmas": _named("Krishtlindjet ortodokse", "Православни Божић", "Orthodox Christmas"),
    "catholic_christmas": _named("Krishtlindjet katolike", "Католички Божић", "Catholic Christmas"),
    "christmas": _named("Krishtlindjet", "Божић", "Christmas"),
    "independence_kosovo": _named(
        "Dita e Pavarësisë së Kosovës", "Дан независности Косова", "Independence Day of Kosovo"
    ),
    "constitution": _named(
        "Dita e Kushtetutës së Kosovës", "Дан Устава Косова", "Constitution Day of Kosovo"
    ),
    "catholic_easter": _named("Pashkët katolike", "Католички Ускрс", "Catholic Easter"),
    "orthodox_easter": _named("Pashkët ortodokse", "Православни Ускрс", "Orthodox Easter"),
    "labour_day": _named(
        "Dita Ndërkombëtare e Punës", "Међународни празник рада", "International Labour Day"
    ),
    "europe_day": _named("Dita e Evropës", "Дан Европе", "Europe Day"),
    "eid_al_fitr": _named("Bajrami i Madh", "Рамазански Бајрам", "Eid al-Fitr"),
    "eid_al_adha": _named("Kurban Bajrami", "Курбан-бајрам", "Eid al-Adha"),
    "summer_day": _named("Dita e Verës", "Дан лета", "Summer Day"),
    "nowruz": _named("Dita e Nevruzit", "Новруз", "Nowruz"),
    "saint_teresa": _named(
        "Dita e Shenjtërimit të Shenjt Terezës", "Дан канонизације Свете Терезе", "Saint Teresa's Day"
    ),
    "alphabet_day": _named("Dita e Alfabetit", "Дан азбуке", "Alphabet Day"),
    "flag_day": _named(
        "Dita e Flamurit dhe e Pavarësisë", "Дан заставе и независности", "Flag and Independence Day"
    ),
    "liberation_day": _named("Dita e Çlirimit", "Дан ослобођења", "Liberation Day"),
    "youth_day": _named("Dita Kombëtare e Rinisë", "Национални дан младих", "National Youth Day"),
    "day_off": _named("Ditë pushimi", "Нерадни дан", "Public holiday"),
}
#: what the package calls them; a name that a newer package brings is a public holiday without a name of its own
_KEYS = {
    "New Year's Day": "new_year",
    "Orthodox Christmas Day": "orthodox_christmas",
    "Catholic Christmas Day": "catholic_christmas",
    "Christmas Day": "christmas",
    "Independence Day": "independence_kosovo",
    "Constitution Day": "constitution",
    "Catholic Easter": "catholic_easter",
    "Catholic Easter Sunday": "catholic_easter",
    "Orthodox Easter": "orthodox_easter",
    "Orthodox Easter Sunday": "orthodox_easter",
    "International Labor Day": "labour_day",
    "International Workers' Day": "labour_day",
    "Europe Day": "europe_day",
    "Eid al-Fitr": "eid_al_fitr",
    "Eid al-Adha": "eid_al_adha",
    "Summer Day": "summer_day",
    "Nowruz Day": "nowruz",
    "Mother Teresa Canonization Day": "saint_teresa",
    "Mother Teresa Beatification Day": "saint_teresa",
    "Alphabet Day": "alphabet_day",
    "Flag and Independence Day": "flag_day",
    "Liberation Day": "liberation_day",
    "National Youth Day": "youth_day",
    "Public Holiday": "day_off",
}
_MARKS = {
    _OBSERVED: _named("ditë pushimi e shtyrë", "померени нерадни дан", "day off instead"),
    _ESTIMATED: _named("data e vlerësuar", "процењен датум", "estimated date"),
}
_PART = re.compile(r"^(?P<name>[^(]+?)(?: \((?P<marks>[^)]+)\))?$")


@lru_cache(maxsize=64)
def public_days(country: str, year: int) -> MappingProxyType[date, str]:
    """The public holidays of a year in order, each with its key."""
    found = holidays.country_holidays(country, years=year, language="en_US")
    return MappingProxyType({day: _key(found[day]) for day in sorted(found)})


def public_day_name(key: str, language: str | None = None) -> str:
    """What a public holiday is called in a language, the active one by default; empty for no key."""
    return " · ".join(_part_name(part, language) for part in key.split("+") if part)


def settled(key: str) -> str:
    """The key of a day that is no estimate any more, because somebody has declared it."""
    return key.replace(f".{_ESTIMATED}", "")


def _key(name: str) -> str:
    return "+".join(_part_key(part) for part in name.split("; "))


def _part_key(text: str) -> str:
    found = _PART.match(text)
    marks = (found["marks"] or "").split(", ") if found else []
    key = _KEYS.get(found["name"] if found else "", "day_off")
    return ".".join([key, *(mark for mark in _MARKS if mark in marks)])


def _part_name(part: str, language: str | None) -> str:
    key, *marks = part.split(".")
    names = {
        code: FEASTS.get(key, FEASTS["day_off"])[code]
        + (f" ({', '.join(_MARKS[mark][code] for mark in marks if mark in _MARKS)})" if marks else "")
        for code in AUTHORED
    }
    return choose(names, language)
