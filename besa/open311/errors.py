"""What Open311 answers when it cannot do what was asked."""

from __future__ import annotations

from collections.abc import Mapping


class Open311Error(Exception):
    """An answer of the form `[{code, description}]`; `status` is also the HTTP status."""

    def __init__(self, status: int, description: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.headers = dict(headers or {})


def bad(description: str) -> Open311Error:
    """400: the request cannot be understood."""
    return Open311Error(400, description)


def forbidden(description: str) -> Open311Error:
    """403: the API key does not allow it."""
    return Open311Error(403, description)


def missing(description: str) -> Open311Error:
    """404: there is no such thing."""
    return Open311Error(404, description)
