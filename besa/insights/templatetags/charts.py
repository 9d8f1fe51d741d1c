"""`{% chart chart %}`: a chart with its sentence, picture, numbers and downloads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from besa.core.brands import DEFAULT
from besa.insights.charts import keeping
from besa.insights.charts.describing import described
from besa.insights.charts.framing import facts_of
from besa.insights.charts.tables import table_of
from besa.insights.charts.theme import NARROW, WIDE
from besa.insights.series import Chart

register = template.Library()


@dataclass(frozen=True)
class _Shown:
    """A chart as a page shows it, known by what it says and by whether it is drawn."""

    digest: str
    level: int
    drawn: bool
    kept: keeping.Kept = field(compare=False)


@register.simple_tag(takes_context=True)
def chart(context: Context, chart: Chart, level: int = 3) -> SafeString:
    """A chart. Its picture is inside the page once it is drawn; until then the browser asks for it, and the table is
    open. Both come from numbers alone, and are written and cleaned by us."""
    brand = getattr(context.get("request"), "brand", DEFAULT)
    kept = keeping.keep(chart, brand)
    drawn = not chart.empty and keeping.is_drawn(kept)
    return _of(_Shown(kept.digest, level, drawn, kept))


@lru_cache(maxsize=100)
def _of(one: _Shown) -> SafeString:
    """Held in memory: most changes of a report change one chart of five, or none."""
    return _shown(one.kept, one.level, keeping.inside_page(one.kept) if one.drawn else None)


def _shown(kept: keeping.Kept, level: int, inside: tuple[str, str] | None) -> SafeString:
    table = table_of(kept.chart)
    context = {
        "chart": kept.chart,
        "digest": kept.digest,
        "drawings": [mark_safe(svg) for svg in inside] if inside else None,
        "said": described(kept.chart),
        "facts": facts_of(kept.chart),
        "head": table.head,
        "rows": _written(table.rows),
        "wide": WIDE,
        "narrow": NARROW,
        "level": level,
    }
    return render_to_string("insights/components/chart.html", context)


def _written(rows: Iterable[Sequence[str]]) -> SafeString:
    """Rows of a table. A week by the hour has 168 cells, and a template takes six times as long for them."""
    return mark_safe("".join(f"<tr>{_head(row[0])}{''.join(map(_cell, row[1:]))}</tr>\n" for row in rows))


def _head(text: str) -> str:
    return f'<th scope="row">{escape(text)}</th>'


def _cell(text: str) -> str:
    return f"<td>{escape(text)}</td>"
