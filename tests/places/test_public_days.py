"""Public holidays have a key and a name in every language, whatever the package calls them."""

from __future__ import annotations

from datetime import date

import holidays
import pytest

from besa.core.languages import ALL, AUTHORED
from besa.places.public_days import _KEYS, FEASTS, public_day_name, public_days, settled


@pytest.mark.parametrize(("country", "since"), [("XK", 2009), ("AL", 1993)])
def test_every_name_of_the_package_has_a_key(country: str, since: int) -> None:
    for year in range(since, 2045):
        for name in holidays.country_holidays(country, years=year, language="en_US").values():
            assert {part.partition(" (")[0] for part in name.split("; ")} <= _KEYS.keys()


def test_every_key_has_a_name_in_every_language() -> None:
    assert set(_KEYS.values()) == FEASTS.keys()
    assert all(set(names) == set(AUTHORED) for names in FEASTS.values())
    assert public_day_name("") == ""


def test_a_day_keeps_that_it_is_moved_or_estimated() -> None:
    both = public_days("XK", 2034)[date(2034, 4, 10)]
    assert both == "catholic_easter.observed+constitution.observed+orthodox_easter.observed"
    assert public_day_name("eid_al_fitr.observed.estimated", "sr-latn") == (
        "Ramazanski Bajram (pomereni neradni dan, procenjen datum)"
    )
    assert public_day_name(settled("eid_al_fitr.observed.estimated"), "en") == "Eid al-Fitr (day off instead)"
    names = [public_day_name(both, language) for language in ALL]
    assert all(" · " in name for name in names) and len(set(names)) == len(ALL)
