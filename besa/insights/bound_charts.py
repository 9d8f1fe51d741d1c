"""Charts by key: what publications and infographics store and ask for again, with a figure's parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from besa.insights import figures, pledge_figures
from besa.insights.bound import page_of
from besa.insights.queries import charts, pledge_charts
from besa.insights.queries.breakdown import BREAKDOWNS, break_down
from besa.insights.queries.charts import Frame
from besa.insights.queries.pledge_charts import PledgeFrame
from besa.insights.reader import Reader
from besa.insights.scopes import ScopeError
from besa.insights.series import Chart, Counted


@dataclass(frozen=True)
class BoundChart:
    """A chart by its key. `needs` names the parameter without which nothing can be drawn."""

    key: str
    label: Promise
    needs: str
    parameters: tuple[str, ...]
    draw: Callable[[Mapping[str, str], Reader, str], Chart]

    def read(self, asked: Mapping[str, str], reader: Reader, *, brand: str) -> Chart:
        """The chart in the active language, with others of the same reader. Raises core.figures.AskedWrongly."""
        return self.draw({name: asked.get(name, "") for name in self.parameters}, reader, brand)


def _of_reports(key: str, label: Promise, draw: Callable[[Frame], Chart]) -> BoundChart:
    def read(asked: Mapping[str, str], reader: Reader, brand: str) -> Chart:
        return draw(_frame(asked, reader, brand))

    return BoundChart(key, label, "municipality", figures.PARAMETERS, read)


def _of_pledges(key: str, label: Promise, draw: Callable[[PledgeFrame], Chart]) -> BoundChart:
    def read(asked: Mapping[str, str], reader: Reader, brand: str) -> Chart:
        found = pledge_figures.asked_of(asked, reader)
        page = page_of(Counted.PLEDGES, found.parameters, get_language() or "", brand)
        return draw(PledgeFrame(pledge_figures.PledgeCount(found, reader), page))

    return BoundChart(key, label, "mandate", pledge_figures.PARAMETERS, read)


def _frame(asked: Mapping[str, str], reader: Reader, brand: str) -> Frame:
    found = figures.asked_of(asked, reader)
    question = {"municipality": found.municipality.slug, **found.parameters}
    page = page_of(Counted.REPORTS, question, get_language() or "", brand)
    return Frame(reader.count(found), found.municipality.name, page)


def _parts(asked: Mapping[str, str], reader: Reader, brand: str) -> Chart:
    frame, by = _frame(asked, reader, brand), asked.get("by") or "category"
    if by not in BREAKDOWNS:
        raise ScopeError("by")
    return charts.parts(frame, break_down(frame.count, BREAKDOWNS[by]), str(BREAKDOWNS[by].heading))


CHARTS: Final[dict[str, BoundChart]] = {
    chart.key: chart
    for chart in (
        _of_reports("arrivals", _("Reports and repairs over time"), charts.arrivals),
        _of_reports("reactions", _("Answers within the deadline over time"), charts.reactions),
        BoundChart("parts", _("Reports by category"), "municipality", (*figures.PARAMETERS, "by"), _parts),
        _of_reports("hours", _("When people report"), charts.hours),
        _of_reports("ground", _("Where people report"), charts.ground),
        _of_pledges("pledge_statuses", _("Pledges by what became of them"), pledge_charts.statuses),
        _of_pledges("pledge_levels", _("Pledges by GAP Institute’s levels"), pledge_charts.levels),
        _of_pledges("pledge_areas", _("Fulfilled pledges by policy area"), pledge_charts.areas),
    )
}
