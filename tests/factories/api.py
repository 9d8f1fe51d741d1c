"""A program that reads the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

BASE = "/api/v1/"


def ask(client: Client, path: str, language: str = "en", **query: Any) -> HttpResponse:
    """The answer at an address."""
    return client.get(f"{BASE}{path}", query, headers={"accept-language": language})


def read(client: Client, path: str, **query: Any) -> Any:
    """The JSON at an address, which must be there."""
    response = ask(client, path, **query)
    assert response.status_code == 200, response.content
    return response.json()


def walk(client: Client, path: str, **query: Any) -> list[dict[str, Any]]:
    """All items of a list, part after part."""
    items, cursor = [], None
    while True:
        part = read(client, path, **query, **({"cursor": cursor} if cursor else {}))
        items += part["items"]
        cursor = part["next_cursor"]
        if not cursor:
            return items
