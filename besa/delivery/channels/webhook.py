"""Reports as JSON to another program's address, signed. What is sent is described in docs/delivery.md."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.core.channels import AddressRefused, Channel, Handover, NotDelivered, Parcel
from besa.core.links import absolute_url, site_address
from besa.core.outward import Answer, OutwardError, check_address, post
from besa.core.registries import channels
from besa.delivery.signatures import signed_headers
from besa.reports.models import Photo, Report
from besa.reports.photo_links import photo_url
from besa.reports.queries.given_answers import questions_about

#: answers after which trying the same again is no use
_FINAL = frozenset({400, 401, 403, 404, 405, 410, 413, 415, 422})

REFUSALS: dict[str, Promise] = {
    "malformed": _("This is not an address that we can read."),
    "scheme": _("Write an address that begins with https://."),
    "credentials": _("Write the address without a user name and password."),
    "port": _("Only the usual ports for web addresses are possible."),
    "forbidden_address": _("This address is not on the public internet."),
}


def check(address: str, options: Mapping[str, str]) -> None:
    """An address on the public internet, as far as can be told without a look at it."""
    try:
        check_address(address)
    except OutwardError as error:
        raise AddressRefused(REFUSALS.get(error.key, REFUSALS["malformed"])) from error


def send(parcel: Parcel) -> Handover:
    """Post one report. An answer with `{"id": …}` says that the other side took it on under that number."""
    body = json.dumps(payload(parcel), ensure_ascii=False, separators=(",", ":")).encode()
    try:
        answer = post(
            parcel.address,
            body=body,
            content_type="application/json",
            headers=signed_headers(secret=parcel.secret, key=parcel.key, body=body, at=timezone.now()),
        )
    except OutwardError as error:
        raise NotDelivered(error.key, str(error), permanent=error.permanent) from error
    if not answer.ok:
        raise NotDelivered("answer_refused", f"HTTP {answer.status}", permanent=answer.status in _FINAL)
    number = _number(answer)
    return Handover(accepted=bool(number), foreign_id=number)


def payload(parcel: Parcel) -> dict[str, Any]:
    """The JSON body."""
    about: dict[str, Any] = {"delivery": parcel.key, "event": f"report.{parcel.occasion}"}
    if parcel.occasion == "test":
        return {**about, "event": "test", "report": None}
    with translation.override(parcel.language):
        return {**about, "report": _report(parcel.subject, parcel)}


def _report(report: Report, parcel: Parcel) -> dict[str, Any]:
    department, place = report.department, report.place
    return {
        "number": report.pk,
        "url": absolute_url("reports:detail", report.pk, language=parcel.language, brand=parcel.brand),
        "municipality": report.municipality.slug,
        "category": report.category.key,
        "category_name": report.category.name,
        "department": department.slug if department else None,
        "state": report.state,
        "text": report.text,
        "language": report.language,
        "answers": _public_answers(report),
        "lat": report.lat,
        "long": report.lon,
        "address": report.address,
        "place": place.name if place else None,
        "created_at": _moment(report.created_at),
        "response_due_at": _moment(report.response_due_at),
        "fix_due_at": _moment(report.fix_due_at),
        "photos": _photos(report, parcel),
    }


def _public_answers(report: Report) -> dict[str, Any]:
    """Another program may be anywhere: it gets what everybody can see."""
    if not report.answers:
        return {}
    public = {question.key for question in questions_about(report) if question.public}
    return {key: value for key, value in report.answers.items() if key in public}


def _photos(report: Report, parcel: Parcel) -> list[str]:
    ready = Photo.objects.filter(report=report, state=Photo.State.READY, update__isnull=True)
    return [f"{site_address(parcel.brand)}{photo_url(photo, 'large')}" for photo in ready]


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def _number(answer: Answer) -> str:
    try:
        told = json.loads(answer.body or b"null")
    except ValueError:
        return ""
    number = told.get("id") if isinstance(told, dict) else None
    return str(number)[:80] if isinstance(number, str | int) and not isinstance(number, bool) else ""


WEBHOOK = Channel(
    label=_("Webhook"),
    address_label=_("Web address"),
    check=check,
    send=send,
    signs=True,
)
channels.register("webhook", WEBHOOK, rank=20)
