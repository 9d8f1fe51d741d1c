"""Open311 as a way to deliver: reports are made in the other system, which is asked from then on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.core.channels import AddressRefused, Channel, ChannelField, Handover, NotDelivered, Parcel
from besa.core.outward import OutwardError, check_address
from besa.core.registries import channels
from besa.open311.foreign.composing import values_of
from besa.open311.foreign.endpoint import Endpoint, Refused
from besa.open311.foreign.formats import Row, Unreadable, text_of
from besa.open311.foreign.options import Options, WrongOption, read_options
from besa.open311.models import ForeignRequest
from besa.open311.services.forwarding import keep_request

#: answers after which trying the same again is no use
_FINAL: Final = frozenset({400, 401, 403, 404, 405, 409, 410, 413, 415, 422})
_WRONG_OPTIONS: Final[dict[str, Promise]] = {
    "format": _("The form is json or xml."),
    "services": _("Write services like this: pothole = 102, * = 999."),
    "attributes": _("Write attributes like this: danger = no, depth = $depth."),
    "states": _("Write states like this: Completed = fixed, On hold = planned."),
}


def check(address: str, options: Mapping[str, str]) -> None:
    """An address on the public internet, and options that can be read."""
    try:
        check_address(address)
        read_options(options)
    except OutwardError as error:
        raise AddressRefused(
            _("Write the address of the endpoint, such as https://example.org/open311/v2.")
        ) from error
    except WrongOption as error:
        raise AddressRefused(_WRONG_OPTIONS[str(error)]) from error


def send(parcel: Parcel) -> Handover:
    """Make a request of a report there, once for each parcel. A test asks for the services only."""
    options = _options(parcel)
    endpoint = options.endpoint(parcel.address)
    try:
        if parcel.occasion == "test":
            endpoint.services()
            return Handover()
        return _sent(parcel, options, endpoint)
    except OutwardError as error:
        raise NotDelivered(error.key, str(error), permanent=error.permanent) from error
    except Refused as refused:
        says = f"HTTP {refused.status} {refused.says}"
        raise NotDelivered("answer_refused", says, permanent=refused.status in _FINAL) from refused
    except Unreadable as unreadable:
        raise NotDelivered("answer_unreadable", str(unreadable)) from unreadable


def _sent(parcel: Parcel, options: Options, endpoint: Endpoint) -> Handover:
    before = ForeignRequest.objects.filter(key=parcel.key).first()
    if before is not None:  # it went out, and the worker died before it could say so
        return Handover(accepted=bool(before.number), foreign_id=before.number[:80])
    attributes = _attributes(parcel, options, endpoint)
    rows = endpoint.send(values_of(parcel, options, attributes), once=_once(parcel.key))
    number, token = _receipt(rows)
    keep_request(parcel=parcel, options=options, number=number, token=token)
    return Handover(accepted=bool(number), foreign_id=number[:80])


def _attributes(parcel: Parcel, options: Options, endpoint: Endpoint) -> list[Row]:
    """What the service asks for. Raises NotDelivered for a service that is not there."""
    code = options.code_for(parcel.subject.category.key)
    found = [row for row in endpoint.services() if text_of(row, "service_code") == code]
    if not found:
        raise NotDelivered("service_missing", code, permanent=True)
    has_more = str(found[0].get("metadata", "")).lower() == "true"
    return endpoint.attributes(code) if has_more else []


def _receipt(rows: list[Row]) -> tuple[str, str]:
    """Number and token that came back; one of them is there. Raises NotDelivered without both."""
    row = rows[0] if rows else {}
    number, token = text_of(row, "service_request_id")[:200], text_of(row, "token")[:200]
    if not number and not token:
        raise NotDelivered("answer_unreadable", "neither service_request_id nor token", permanent=True)
    return number, token


def _once(key: str) -> str:
    return f"besa-{key.replace('.', '-')}".ljust(16, "0")


def _options(parcel: Parcel) -> Options:
    try:
        return read_options(parcel.options)
    except WrongOption as error:
        raise NotDelivered("options", str(error), permanent=True) from error


OPEN311 = Channel(
    label=_("Open311"),
    address_label=_("Address of the endpoint"),
    check=check,
    send=send,
    fields=(
        ChannelField("api_key", _("API key"), _("Given by those who run the endpoint."), secret=True),
        ChannelField("jurisdiction_id", _("Jurisdiction"), _("Only where the endpoint asks for one.")),
        ChannelField("format", _("Form"), _("json, or xml for endpoints that know nothing else.")),
        ChannelField(
            "services",
            _("Services"),
            _("Our category = their code, with commas between them; * = code for all others."),
        ),
        ChannelField(
            "attributes",
            _("Attributes"),
            _("What their services ask for: code = value, or code = $question for an answer to one of ours."),
        ),
        ChannelField("states", _("States"), _("Their own words for states: Completed = fixed.")),
    ),
)
channels.register("open311", OPEN311, rank=30)
