"""Figures for other programs: the list of all, and each one by its key. As JSON, in English."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from besa.core import languages
from besa.core.registries import figures
from besa.insights.figures import Figure, Value
from besa.insights.scopes import ScopeError

_DAYS = ("since", "until", "as_of")
_NAMES = ("category", "department", "place", "period")


@require_safe
def all_figures(request: HttpRequest) -> HttpResponse:
    """Every figure with its unit and definition."""
    with translation.override(languages.EN):
        found = [
            {
                "key": key,
                "label": str(figure.label),
                "unit": figure.unit,
                "definition": str(figure.definition),
                "period": not figure.standing,
                "url": request.build_absolute_uri(f"/figures/{key}.json"),
            }
            for key, figure in figures.all()
            if isinstance(figure, Figure)
        ]
    return _json({"parameters": ["municipality", *_NAMES, *_DAYS], "figures": found})


@require_safe
def one_figure(request: HttpRequest, key: str) -> HttpResponse:
    """`?municipality=` slug, and the parameters of the list. 400 for a parameter that names nothing."""
    figure = dict(figures.all()).get(key)
    if not isinstance(figure, Figure):
        raise Http404
    try:
        asked: dict[str, Any] = {name: _day(request, name) for name in _DAYS}
        asked |= {name: request.GET.get(name, "") for name in ("municipality", *_NAMES)}
        with translation.override(languages.EN):
            value: Value = figure(**asked)
    except ScopeError as error:
        return _json({"error": f"{error.field} names nothing that is here"}, status=400)
    return _json(value)


def _day(request: HttpRequest, name: str) -> date | None:
    text = request.GET.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ScopeError(name) from None


def _json(content: Any, status: int = 200) -> HttpResponse:
    response = HttpResponse(
        msgspec.json.encode(content), content_type="application/json; charset=utf-8", status=status
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response
