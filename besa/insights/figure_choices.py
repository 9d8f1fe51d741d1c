"""What the parameters of figures may be in a municipality, for pickers of apps that do not count."""

from __future__ import annotations

from collections.abc import Callable

from besa.core.registries import figure_choices
from besa.insights.forms.statistics import PERIOD_LABELS
from besa.insights.periods import PERIODS
from besa.insights.queries.breakdown import BREAKDOWNS, Breakdown
from besa.places.gazetteer import gazetteer


def _parts_of(breakdown: Breakdown) -> Callable[[str], list[tuple[str, str]]]:
    def choices(slug: str) -> list[tuple[str, str]]:
        municipality = gazetteer().municipality_of_slug(slug)
        parts = breakdown.parts(municipality) if municipality else []
        return [(part.key, part.name) for part in parts if part.key]

    return choices


def _periods(slug: str) -> list[tuple[str, str]]:
    """The same everywhere: those that move with the day."""
    return [(key, str(label)) for key, label in PERIOD_LABELS if key in PERIODS]


for _name, _breakdown in BREAKDOWNS.items():
    figure_choices.register(_name, _parts_of(_breakdown))
figure_choices.register("period", _periods)
