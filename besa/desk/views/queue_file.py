"""The queue as a file: officials keep lists of their own, in a spreadsheet."""

from __future__ import annotations

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from besa.core.brands import brand_of
from besa.desk.builtin_views import VIEWS
from besa.desk.exports import queue_csv
from besa.desk.filters import filters_from
from besa.desk.views.queue import queue_for, reader_and_scope
from besa.places.calendar import today_in


@never_cache
@require_safe
def queue_file(request: HttpRequest) -> StreamingHttpResponse:
    """All reports of the list that the address names, with the filters of the page."""
    user, scope, _scopes = reader_and_scope(request)
    filters = filters_from(request.GET, tuple(VIEWS))
    lines = queue_csv(
        queue_for(user, scope, filters), language=get_language() or "", brand=brand_of(request).key
    )
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"{scope.municipality.slug}-{filters.view}-{today_in(scope.municipality).isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
