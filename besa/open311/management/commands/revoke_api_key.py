"""Takes a key back, or lists all keys."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from besa.open311.models import ApiKey
from besa.open311.queries.keys import api_keys
from besa.open311.services.keys import revoke_api_key


class Command(BaseCommand):
    help = "Take back the API key with this name. Without a name, list all keys."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        keys = {key.name: key for key in api_keys()}
        name = options["name"]
        if not name:
            for key in keys.values():
                self.stdout.write(_line(key))
        elif name not in keys:
            raise CommandError(f"There is no key named {name}.")
        elif revoke_api_key(key=keys[name]):
            self.stdout.write(f"The key {name} opens nothing any more.")
        else:
            self.stdout.write(f"The key {name} was revoked before.")


def _line(key: ApiKey) -> str:
    where = key.municipality.slug if key.municipality else "all municipalities"
    state = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "valid"
    made = f"{key.created_at:%Y-%m-%d}"
    return f"{key.name}  {where}  {','.join(key.scopes)}  {key.per_hour}/h  made {made}  {state}"
