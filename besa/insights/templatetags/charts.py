"""`{% chart chart %}`: a chart with its sentence, picture, numbers and downloads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.template import Context
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


@register.inclusion_tag("insights/components/chart.html", takes_context=True)
def chart(context: Context, chart: Chart, level: int = 3) -> dict[str, Any]:
    """A chart. Its picture is inside the page once it is drawn; until then the browser asks for it, and the table is
    open. Both come from numbers alone, and are written and cleaned by us."""
    brand = getattr(context.get("request"), "brand", DEFAULT)
    kept = keeping.keep(chart, brand)
    table = table_of(chart)
    inside = None if chart.empty else keeping.inside_page(kept)
    return {
        "chart": chart,
        "digest": kept.digest,
        "drawings": [mark_safe(svg) for svg in inside] if inside else None,
        "said": described(chart),
        "facts": facts_of(chart),
        "head": table.head,
        "rows": _written(table.rows),
        "wide": WIDE,
        "narrow": NARROW,
        "level": level,
    }


def _written(rows: Iterable[Sequence[str]]) -> SafeString:
    """Rows of a table. A week by the hour has 168 cells, and a template takes six times as long for them."""
    return mark_safe("".join(f"<tr>{_head(row[0])}{''.join(map(_cell, row[1:]))}</tr>\n" for row in rows))


def _head(text: str) -> str:
    return f'<th scope="row">{escape(text)}</th>'


def _cell(text: str) -> str:
    return f"<td>{escape(text)}</td>"
