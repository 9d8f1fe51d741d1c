"""What all addresses of Open311 have in common: two forms, one way to say what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt

from besa.open311.errors import Open311Error, bad
from besa.open311.writing import CONTENT_TYPES, written

P = ParamSpec("P")
Value = Mapping[str, Any] | Sequence[Any]
Reading = Callable[Concatenate[HttpRequest, P], Value]


def answers(root: str, *, posts: bool = False, charset: bool = True) -> Callable[[Reading[P]], Any]:
    """Make a view of a function that gives plain values; in XML they stand in an element called `root`.

    No cookie counts here, so a POST needs no token against forgery. Pages of other sites may read the answers.
    """
    methods = ["GET", "HEAD", "POST"] if posts else ["GET", "HEAD"]

    def decorate(reading: Reading[P]) -> Any:
        @csrf_exempt
        @wraps(reading)
        def view(request: HttpRequest, form: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                _require_possible(request, methods)
                response = _response(form, root, reading(request, *args, **kwargs), charset=charset)
            except Open311Error as error:
                response = _refusal(form, error)
            response["Access-Control-Allow-Origin"] = "*"
            return response

        vars(view).update(for_programs=True, refusal=refusal)  # what never gets here is refused in our form
        return view

    return decorate


def refusal(request: HttpRequest, status: int) -> HttpResponse:
    """What is answered when something before the view, or a fault in it, has refused a request."""
    words = (
        "The request cannot be understood." if status < 500 else "Something failed here. Try it again later."
    )
    error = Open311Error(status, words)
    response = _refusal("json" if request.path.endswith(".json") else "xml", error)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _require_possible(request: HttpRequest, methods: Sequence[str]) -> None:
    if request.method not in methods:
        raise Open311Error(405, f"Here is only {', '.join(methods)}.", headers={"Allow": ", ".join(methods)})
    try:
        _ = request.POST
    except (SuspiciousOperation, MultiPartParserError):
        raise bad("The request is too large, or its parts cannot be told apart.") from None


def _response(form: str, root: str, value: Value, *, charset: bool = True, status: int = 200) -> HttpResponse:
    content_type = CONTENT_TYPES[form] + ("; charset=utf-8" if charset else "")
    return HttpResponse(written(form, root, value), content_type=content_type, status=status)


def _refusal(form: str, error: Open311Error) -> HttpResponse:
    value = [{"code": error.status, "description": error.description}]
    response = _response(form, "errors", value, status=error.status)
    for name, text in error.headers.items():
        response[name] = text
    return response
