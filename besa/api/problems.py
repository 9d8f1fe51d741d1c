"""What the API answers when it cannot do what was asked: RFC 9457 problem details, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.core.brands import DEFAULT
from besa.core.links import site_address

CONTENT_TYPE: Final = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its HTTP status and its title."""

    status: int
    title: Promise


KINDS: Final[dict[str, Kind]] = {
    "bad-request": Kind(400, _("The request cannot be understood")),
    "bad-parameter": Kind(400, _("A value cannot be used")),
    "forbidden": Kind(403, _("This is not open to you")),
    "not-found": Kind(404, _("This is not there")),
    "nothing-to-show": Kind(404, _("There is nothing to show")),
    "unknown-value": Kind(404, _("A value names something that is not there")),
    "method-not-allowed": Kind(405, _("This address is only for reading")),
    "too-many-requests": Kind(429, _("Too many requests")),
    "being-made": Kind(503, _("The file is being made again")),
    "server-error": Kind(500, _("Something went wrong here")),
}
_OF_STATUS: Final = {400: "bad-request", 403: "forbidden", 404: "not-found", 500: "server-error"}


@dataclass(frozen=True)
class ParameterError:
    """What is wrong with one parameter."""

    parameter: str
    detail: str


class Problem(Exception):
    """An answer that says what went wrong. `key` is one of KINDS."""

    def __init__(
        self,
        key: str,
        detail: str | Promise = "",
        *,
        errors: Sequence[ParameterError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(key)
        self.key = key
        self.detail = detail
        self.errors = errors
        self.headers = dict(headers or {})


def response_of(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as an HTTP response, written in the active language."""
    kind = KINDS[problem.key]
    body: dict[str, Any] = {
        "type": f"{site_address(DEFAULT.key)}{reverse('api-pages:guide')}#{problem.key}",
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(problem.detail or kind.title),
        "instance": request.path,
    }
    if problem.errors:
        body["errors"] = [{"parameter": one.parameter, "detail": one.detail} for one in problem.errors]
    return HttpResponse(
        msgspec.json.encode(body), status=kind.status, content_type=CONTENT_TYPE, headers=problem.headers
    )


def refusal(request: HttpRequest, status: int) -> HttpResponse:
    """What is answered when something before the view has refused a request."""
    response = response_of(request, Problem(_OF_STATUS[status]))
    response["Access-Control-Allow-Origin"] = "*"
    return response
