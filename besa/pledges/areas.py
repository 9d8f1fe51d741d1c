"""Policy areas of pledges: our own short list in a citizen's words, each with its place in COFOG.

COFOG is the UN's Classification of the Functions of Government (1999), by whose divisions (two digits) and groups
budgets are reported: the crosswalk lets a pledge stand beside what was spent on its area.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Area:
    """One policy area. `icon` is a symbol of icons.svg; `cofog` are divisions or groups."""

    key: str
    label: Promise
    cofog: tuple[str, ...]
    icon: str


def _area(key: str, label: Promise, cofog: str, icon: str) -> tuple[str, Area]:
    return key, Area(key, label, tuple(cofog.split()), icon)


AREAS: Final[dict[str, Area]] = dict(
    (
        _area("roads", pgettext_lazy("policy area", "Roads and transport"), "04.5", "pavement"),
        _area("water", pgettext_lazy("policy area", "Water and sewage"), "06.3 05.2", "water"),
        _area("waste", pgettext_lazy("policy area", "Waste and cleanliness"), "05.1", "waste"),
        _area("environment", pgettext_lazy("policy area", "Environment and green spaces"), "05.3 05.4 05.6", "green"),
        _area("lighting", pgettext_lazy("policy area", "Lighting and energy"), "06.4 04.3", "lighting"),
        _area("housing", pgettext_lazy("policy area", "Town planning and housing"), "06.1 06.2", "building"),
        _area("education", pgettext_lazy("policy area", "Schools and kindergartens"), "09", "book"),
        _area("health", pgettext_lazy("policy area", "Health"), "07", "person"),
        _area("social", pgettext_lazy("policy area", "Social protection"), "10", "people"),
        _area("economy", pgettext_lazy("policy area", "Economy and jobs"), "04.1 04.7", "building_public"),
        _area("agriculture", pgettext_lazy("policy area", "Agriculture and villages"), "04.2", "green"),
        _area("culture", pgettext_lazy("policy area", "Culture, youth and sport"), "08", "people"),
        _area("safety", pgettext_lazy("policy area", "Safety and emergencies"), "03", "alert"),
        _area("administration", pgettext_lazy("policy area", "Administration and openness"), "01", "building_public"),
    )
)  # fmt: skip


def area_label(key: str) -> Promise | str:
    """The word of an area; the key itself for one that is unknown."""
    return AREAS[key].label if key in AREAS else key


def area_choices() -> list[tuple[str, Promise]]:
    """For a select."""
    return [(area.key, area.label) for area in AREAS.values()]
