"""Which figures of Besa's own can be shown beside a pledge, and what they are asked for.

They come from `core.registries.figures`: whoever counts them is an app above, which pledges do not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.core.figures import AskedWrongly, Figure, FigureValue
from besa.core.registries import figure_choices, figures
from besa.places.models import Municipality
from besa.pledges.models import Indicator

#: figures beside one pledge: more would drown the rating
MOST: Final = 3
#: how far back a figure is compared with itself
BEFORE: Final = timedelta(days=90)
#: said beside every one of them
NOT_THE_RATING: Final = _(
    "Counted from what citizens report. It is not the rating, and the rating does not follow from it."
)
#: the form asks for these, in this order, where the figure knows them
LABELS: Final[dict[str, Promise]] = {
    "category": _("Category"),
    "place": _("Settlement"),
    "department": _("Department"),
    "period": _("Period"),
}


@dataclass(frozen=True)
class Reading:
    """A figure beside a pledge as of a day, and what it was before. None in place of a value: nothing to say."""

    indicator: Indicator
    figure: Figure
    value: FigureValue
    before: FigureValue | None
    chosen: list[str]

    @property
    def trend(self) -> str:
        """ "up", "down", "same", or "" where one of the two is not known."""
        now, then = self.value.value, self.before.value if self.before else None
        if now is None or then is None:
            return ""
        return "same" if now == then else "up" if now > then else "down"

    @property
    def plain(self) -> dict[str, Any]:
        """For programs: the number, from how many, as of when, and what asks for it again."""
        before = self.before
        return {
            "key": self.indicator.key,
            "parameters": self.value.question,
            "unit": str(self.figure.unit),
            "value": self.value.value,
            "n": self.value.n,
            "as_of": self.value.as_of.isoformat(),
            "before": None if before is None else before.value,
            "before_as_of": None if before is None else before.as_of.isoformat(),
            "trend": self.trend or None,
            "is_the_rating": False,
        }


def figures_of_reports() -> dict[str, Figure]:
    """Those that are counted in a municipality; figures of pledges themselves would tell of what they stand beside."""
    return {key: figure for key, figure in figures.all() if "municipality" in figure.parameters}


def choices_of(name: str, municipality: Municipality) -> list[tuple[str, str]]:
    """Keys and words of what a parameter may be there."""
    known = dict(figure_choices.all()).get(name)
    return known(municipality.slug) if known else []


def read(indicator: Indicator, municipality: Municipality, day: date | None) -> Reading | None:
    """The figure as of the end of a day, or of now; None when nobody counts it any more, or not so."""
    figure = figures_of_reports().get(indicator.key)
    if figure is None:
        return None
    asked = {**indicator.parameters, "municipality": municipality.slug}
    try:
        value = figure.read({**asked, "as_of": day.isoformat()} if day else asked)
    except AskedWrongly:
        return None
    return Reading(
        indicator, figure, value, _before(figure, asked, value.as_of), _words(indicator, municipality)
    )


def _before(figure: Figure, asked: dict[str, str], moment: datetime) -> FigureValue | None:
    day = (moment - BEFORE).date()
    try:
        return figure.read({**asked, "as_of": day.isoformat()})
    except AskedWrongly:
        return None


def _words(indicator: Indicator, municipality: Municipality) -> list[str]:
    """What it is asked for, in words."""
    return [
        words
        for name in LABELS
        for key, words in choices_of(name, municipality)
        if indicator.parameters.get(name) == key
    ]
