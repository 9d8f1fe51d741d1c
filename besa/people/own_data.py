"""What Besa keeps of a person with an account, for that person: each app adds its part under a key of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from besa.core.registries import Registry
from besa.people.models import User

#: key such as "people" → function (user) → plain values for JSON
own_data: Registry[Callable[[User], Any]] = Registry()


def all_kept_of(user: User) -> dict[str, Any]:
    """Everything, by app."""
    return {key: kept(user) for key, kept in own_data.all()}
