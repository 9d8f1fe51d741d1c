"""Figures for other programs: the list of all, and each one by its key. As JSON, in English."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from besa.core import languages
from besa.core.figures import AskedWrongly
from besa.core.registries import figures
from besa.insights.bound import BoundFigure, figure_of


@require_safe
def all_figures(request: HttpRequest) -> HttpResponse:
    """Every figure with its unit and definition."""
    with translation.override(languages.EN):
        found: list[dict[str, Any]] = [
            {
                "key": key,
                "label": str(figure.label),
                "unit": figure.unit,
                "definition": str(figure.definition),
                "parameters": figure.parameters,
                "period": "period" in figure.parameters and not figure.standing,
                "url": request.build_absolute_uri(f"/figures/{key}.json"),
            }
            for key, figure in figures.all()
            if isinstance(figure, BoundFigure)
        ]
    names = dict.fromkeys(name for one in found for name in one["parameters"])
    return _json({"parameters": list(names), "figures": found})


@require_safe
def one_figure(request: HttpRequest, key: str) -> HttpResponse:
    """`?municipality=` or `?mandate=`, and the parameters of the list. 400 for a parameter that names nothing."""
    figure = figure_of(key)
    if figure is None:
        raise Http404
    try:
        with translation.override(languages.EN):
            value = figure.read({name: request.GET.get(name, "") for name in figure.parameters})
    except AskedWrongly as error:
        return _json({"error": f"{error.field} names nothing that is here"}, status=400)
    return _json(value)


def _json(content: Any, status: int = 200) -> HttpResponse:
    response = HttpResponse(
        msgspec.json.encode(content), content_type="application/json; charset=utf-8", status=status
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response
