"""What other programs read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from besa.open311.discovery import discovered
from besa.open311.errors import bad, missing
from besa.open311.parameters import (
    Wanted,
    read_id,
    read_ids,
    read_jurisdiction,
    read_page,
    read_wanted,
    read_window,
    value_of,
)
from besa.open311.queries.requests import public_id, service_requests
from besa.open311.queries.services import service_definition
from besa.open311.queries.services import services as service_list
from besa.open311.queries.updates import MOST_UPDATES, WantedUpdates, service_request_updates
from besa.open311.views.answering import answers
from besa.open311.views.receiving import receive
from besa.open311.views.telling import tell

Row = dict[str, Any]


@answers("discovery", charset=False)
def discovery(request: HttpRequest) -> Row:
    """Where the service is, and how to get a key."""
    return discovered()


@answers("services")
def services(request: HttpRequest) -> list[Row]:
    """What can be reported, here or in all municipalities."""
    return service_list(read_jurisdiction(request.GET))


@answers("service_definition")
def service(request: HttpRequest, code: str) -> Row:
    """The extra questions of one service."""
    return service_definition(code, read_jurisdiction(request.GET))


@answers("service_requests", posts=True)
def requests(request: HttpRequest) -> list[Row]:
    """GET lists reports, POST makes one."""
    if request.method == "POST":
        return receive(request)
    return service_requests(read_wanted(request.GET))


@answers("service_requests")
def request_of_number(request: HttpRequest, number: str) -> list[Row]:
    """One report."""
    pk = read_id(number)
    extensions = value_of(request.GET, "extensions").lower() == "true"
    wanted = Wanted(read_jurisdiction(request.GET), ids=[pk or 0], extensions=extensions)
    found = service_requests(wanted)
    if not found:
        raise missing("service_request_id was not found.")
    return found


@answers("service_requests")
def token(request: HttpRequest, token: str) -> list[Row]:
    """The number of a report that was not public when it was sent; there is none until it is.

    Not an empty one: in XML an empty element is a thing, which some programs take for the number.
    """
    read_jurisdiction(request.GET)
    is_known, pk = public_id(uid=token)
    if not is_known:
        raise missing("token was not found.")
    return [{"service_request_id": str(pk), "token": token} if pk else {"token": token}]


@answers("service_requests_updates", posts=True)
def updates(request: HttpRequest) -> list[Row]:
    """GET lists what happened to reports, POST says what a municipality's own system knows."""
    if request.method == "POST":
        return tell(request)
    query, page = request.GET, read_page(request.GET)
    if page.after > MOST_UPDATES:
        raise bad(f"Ask for a shorter time: pages reach the first {MOST_UPDATES} updates.")
    ids = read_ids(query)
    return service_request_updates(
        WantedUpdates(read_jurisdiction(query), ids, read_window(query, everything=ids is not None), page)
    )


@answers("errors", posts=True)
def unknown(request: HttpRequest, rest: str) -> Row:
    """Any other address, and any other form: an error that a program can read."""
    raise missing("There is nothing here. Addresses are in the discovery document, and end in .xml or .json.")
