"""Files of charts, by what the charts say."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from besa.insights.charts import keeping
from besa.insights.charts.drawing import NotDrawnError

_TYPES: Final = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}
#: the type inside a drawing is all that it may use
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"


@require_safe
def chart_file(request: HttpRequest, digest: str, name: str) -> HttpResponse:
    """A picture or the numbers of a chart. The address is made of the content, so it may be kept for ever."""
    kept = keeping.find(digest)
    if kept is None or name not in keeping.FILES:
        raise Http404
    try:
        content = keeping.file_of(kept, name)
    except NotDrawnError:
        return HttpResponse(status=503, headers={"Retry-After": "10", "Cache-Control": "no-store"})
    ending = name.rpartition(".")[2]
    response = HttpResponse(content, content_type=_TYPES[ending])
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    filename = f"{kept.chart.key}-{kept.chart.as_of:%Y-%m-%d}.{ending}"
    if disposition := content_disposition_header(name.startswith("chart"), filename):
        response["Content-Disposition"] = disposition
    return response
