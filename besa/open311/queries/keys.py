"""Reads about API keys."""

from __future__ import annotations

from hashlib import sha256

from besa.open311.errors import forbidden
from besa.open311.models import ApiKey, Scope


def hash_of_key(text: str) -> str:
    """What is stored of a key."""
    return sha256(text.encode()).hexdigest()


def api_keys() -> list[ApiKey]:
    """All keys, by name."""
    return list(ApiKey.objects.select_related("municipality"))


def key_with(scope: Scope, text: str) -> ApiKey:
    """The key of a text, which must have a scope. Open311Error 403 for one that does not do, or none."""
    if not text:
        raise forbidden("api_key is missing. The discovery document says who gives one.")
    key = ApiKey.objects.filter(key_hash=hash_of_key(text), revoked_at__isnull=True).first()
    if key is None:
        raise forbidden("api_key is not valid here, or is no longer.")
    if scope not in key.scopes:
        raise forbidden(f"api_key does not have the scope “{scope.value}”.")
    return key
