"""The API put together: operations, what refuses them, and its description (OpenAPI)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError

from besa.api.problems import CONTENT_TYPE, ParameterError, Problem, response_of
from besa.api.views.answering import for_readers
from besa.api.views.reading import router
from besa.core.brands import DEFAULT
from besa.core.links import site_address

VERSION: Final = "1.0.0"
LICENCE: Final = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
BASE: Final = "api/v1/"

api = NinjaAPI(
    title="Besa",
    version=VERSION,
    description="Public reports, what became of them, and where they are. Reading only; no key is needed. Reports are"
    " sent through Open311. The data is under CC BY 4.0.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="besa-api",
)
api.add_router("", router)


@api.exception_handler(ValidationError)
def refuse_values(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Values that cannot be used, each with what would do, in the reader's language."""
    wrong = [ParameterError(str(one["loc"][-1]), _what_is_wrong(one)) for one in error.errors]
    return response_of(request, Problem("bad-parameter", errors=wrong))


@api.exception_handler(Problem)
def refuse(request: HttpRequest, problem: Problem) -> HttpResponse:
    """What an operation refused."""
    return response_of(request, problem)


@api.exception_handler(Http404)
def refuse_address(request: HttpRequest, error: Http404) -> HttpResponse:
    """What is not there."""
    return response_of(request, Problem("not-found"))


def _what_is_wrong(error: dict[str, Any]) -> str:
    context = error.get("ctx") or {}
    match error["type"]:
        case "missing":
            return _("It is missing.")
        case "moment":
            return _("Write a time like this: 2026-11-21T20:15:00Z.")
        case "day":
            return _("Write a day like this: 2026-11-21.")
        case "whole_number" | "int_type" | "int_parsing":
            return _("Write a whole number.")
        case "greater_than_equal":
            return _("The smallest is %(number)s.") % {"number": context.get("ge")}
        case "less_than_equal":
            return _("The largest is %(number)s.") % {"number": context.get("le")}
    return _("It does not have the form that the description of this parameter names.")


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """The API in OpenAPI 3.1, as it is served. Made once in each process."""
    document = dict(api.get_openapi_schema(path_prefix=f"/{BASE}"))
    document["info"] = {**document["info"], "license": LICENCE}
    document["servers"] = [{"url": site_address(DEFAULT.key)}]
    for operation in _operations(document):
        for parameter in operation.get("parameters", ()):
            parameter["schema"] = _without_null(parameter["schema"])
        operation["responses"] = {str(status): one for status, one in operation["responses"].items()}
        for status, response in operation["responses"].items():
            if int(status) >= 400 and "content" in response:
                response["content"] = {CONTENT_TYPE: response["content"]["application/json"]}
    return document


def _operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for methods in document["paths"].values() for operation in methods.values()]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """What is left out of an address is not null: an address cannot say null."""
    kinds = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    return (
        {**{name: value for name, value in schema.items() if name != "anyOf"}, **kinds[0]}
        if kinds
        else schema
    )


@lru_cache(maxsize=1)
def parameters_of() -> dict[str, frozenset[str]]:
    """The names in the query that each operation takes, by the path it is described with."""
    return {
        route: frozenset(one["name"] for one in methods["get"].get("parameters", ()) if one["in"] == "query")
        for route, methods in description()["paths"].items()
    }


def patterns() -> list[URLPattern]:
    """The operations' addresses, each with what all have in common around it."""
    found, _app, _namespace = api.urls
    return [
        path(
            f"{BASE}{one.pattern}",
            for_readers(one.callback, _allowed(str(one.pattern))),
            one.default_args,
            name=one.name,
        )
        for one in found
        if isinstance(one, URLPattern) and one.name != "api-root"
    ]


def _allowed(route: str) -> Any:
    described = f"/{BASE}{route}".replace("<", "{").replace(">", "}")
    return lambda: parameters_of()[described]
