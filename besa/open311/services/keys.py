"""Giving and taking back API keys."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError, transaction
from django.utils import timezone

from besa.ledger.services import record
from besa.open311.models import ApiKey, Scope
from besa.open311.queries.keys import hash_of_key
from besa.places.models import Municipality


class KeyRefused(Exception):
    """The key cannot be made; the text says why."""


def create_api_key(
    *,
    name: str,
    scopes: Collection[Scope],
    municipality: Municipality | None = None,
    per_hour: int = ApiKey.PER_HOUR,
) -> tuple[ApiKey, str]:
    """A new key and its text, which exists nowhere else. Raises KeyRefused for a name that is taken or unfit."""
    _require_fit(name, scopes, per_hour)
    if Scope.UPDATE in scopes and municipality is None:
        raise KeyRefused("A key for updates speaks for one municipality: name it.")
    text = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            key = ApiKey.objects.create(
                name=name,
                key_hash=hash_of_key(text),
                municipality=municipality,
                scopes=sorted(scope.value for scope in scopes),
                per_hour=per_hour,
                created_at=timezone.now(),
            )
            _record("open311.key_created", key, scopes=key.scopes, per_hour=per_hour)
    except IntegrityError:
        raise KeyRefused(f"There is, or was, a key named {name}: a name is used once.") from None
    return key, text


def revoke_api_key(*, key: ApiKey) -> bool:
    """Take a key back for good; False when that was done before."""
    with transaction.atomic():
        revoked = ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
        if revoked:
            _record("open311.key_revoked", key)
    return bool(revoked)


def _require_fit(name: str, scopes: Collection[Scope], per_hour: int) -> None:
    try:
        validate_slug(name)
    except ValidationError:
        raise KeyRefused("A name is made of letters, digits, hyphens and underscores.") from None
    if len(name) > 60:
        raise KeyRefused("A name has at most 60 characters.")
    if not scopes:
        raise KeyRefused("A key without a scope would be good for nothing.")
    if per_hour < 1:
        raise KeyRefused("A key must let at least one report an hour through.")


def _record(verb: str, key: ApiKey, **public: object) -> None:
    """The program's name may be known for ever: it is no person's, and has no free text."""
    record(
        verb=verb,
        subject=f"api-key:{key.name}",
        actor_role="administrator",
        municipality=key.municipality.slug if key.municipality else "",
        public={"name": key.name, **public},
    )
