"""A program with a key, and what it reads and sends."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from django.http import HttpResponse
from django.test import Client

from besa.open311.models import ApiKey, Scope
from besa.open311.services.keys import create_api_key
from besa.places.models import Municipality
from tests.factories.submission import PEJA

BASE = "/open311/v2/"
ENGLISH = {"accept-language": "en"}


def a_key(name: str = "an-app", municipality: Municipality | None = None, per_hour: int = 120) -> str:
    """The text of a new key that may send reports."""
    return create_api_key(name=name, scopes={Scope.REPORT}, municipality=municipality, per_hour=per_hour)[1]


def without_scope(name: str = "an-app") -> None:
    """Take the scopes of a key away."""
    ApiKey.objects.filter(name=name).update(scopes=[])


def read(client: Client, path: str, **query: Any) -> Any:
    """The JSON at an address, which must be there."""
    response = client.get(f"{BASE}{path}", query, headers=ENGLISH)
    assert response.status_code == 200, response.content
    return response.json()


def read_xml(client: Client, path: str, **query: Any) -> ElementTree.Element:
    """The root of the XML at an address, which must be there."""
    response = client.get(f"{BASE}{path}", query, headers=ENGLISH)
    assert response.status_code == 200, response.content
    return ElementTree.fromstring(response.content)


def ids(client: Client, **query: Any) -> list[int]:
    """Numbers of the reports that a query finds, in its order."""
    return [int(row["service_request_id"]) for row in read(client, "requests.json", **query)]


def send(client: Client, key: str | None, form: str = "json", **values: Any) -> HttpResponse:
    """POST a pothole in Peja; a value of None leaves the field out."""
    headers = ENGLISH | ({"Idempotency-Key": values.pop("once")} if "once" in values else {})
    data: dict[str, Any] = {
        "api_key": key,
        "jurisdiction_id": "peja",
        "service_code": "pothole",
        "lat": str(PEJA[0]),
        "long": str(PEJA[1]),
        "description": "Gropë e madhe para shkollës",
    } | values
    sent = {name: value for name, value in data.items() if value is not None}
    return client.post(f"{BASE}requests.{form}", sent, headers=headers)


def error_of(response: HttpResponse) -> tuple[int, str]:
    """Status and description of a refusal, whose body must be the standard's."""
    (error,) = response.json()
    assert set(error) == {"code", "description"}
    assert error["code"] == response.status_code
    return response.status_code, error["description"]
