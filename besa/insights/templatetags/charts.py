"""`{% chart chart %}`: a chart with its sentence, picture, numbers and downloads."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import mark_safe

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
    inside = None if chart.empty else keeping.inside_page(kept)
    return {
        "chart": chart,
        "digest": kept.digest,
        "drawings": [mark_safe(svg) for svg in inside] if inside else None,
        "said": described(chart),
        "facts": facts_of(chart),
        "table": table_of(chart),
        "wide": WIDE,
        "narrow": NARROW,
        "level": level,
    }
