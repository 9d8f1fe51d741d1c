"""Pages that programs read: nothing but reading, and errors as JSON."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

View = Callable[..., HttpResponseBase]


def for_programs(view: View) -> View:
    """GET and HEAD only. Every error is JSON with `error` in English: what the view raises, what comes before it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return JsonResponse({"error": "method not allowed"}, status=405, headers={"Allow": "GET, HEAD"})
        return view(request, *args, **kwargs)

    vars(answer).update(for_programs=True)
    return answer


def wants_json(request: HttpRequest) -> bool:
    """True for an address for programs, and for whoever says that JSON is what they can read best."""
    return getattr(_view_of(request), "for_programs", False) or _prefers_json(request)


def refusal_of(request: HttpRequest) -> Callable[[HttpRequest, int], HttpResponse] | None:
    """How the view of an address wants errors to be told, if it has a form of its own (its attribute `refusal`)."""
    return getattr(_view_of(request), "refusal", None)


def _view_of(request: HttpRequest) -> object:
    # A request to a host that is not ours is refused before its address is looked up.
    try:
        return (request.resolver_match or resolve(request.path_info)).func
    except Resolver404:
        return None


def _prefers_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
