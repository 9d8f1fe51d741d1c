"""The API described: for programs as OpenAPI, for people as a page that loads nothing from elsewhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from besa.api.application import description
from besa.api.guide import operations_of
from besa.api.problems import KINDS, Problem
from besa.api.views.answering import answer, for_readers
from besa.core.brands import DEFAULT
from besa.core.links import site_address


def _openapi(request: HttpRequest) -> HttpResponse:
    return answer(request, description())


def _nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    raise Problem("not-found")


openapi = for_readers(_openapi, frozenset)
nowhere = for_readers(_nowhere, frozenset)


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """What can be asked, how, and what comes back."""
    context = {
        "operations": operations_of(description()),
        "problems": [(key, kind.status, kind.title) for key, kind in KINDS.items()],
        "openapi": site_address(DEFAULT.key) + reverse("api:openapi"),
    }
    return render(request, "api/guide.html", context)
