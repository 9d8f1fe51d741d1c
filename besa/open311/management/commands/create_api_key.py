"""Gives a program a key with which it may send reports."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from besa.open311.models import ApiKey, Scope
from besa.open311.services.keys import KeyRefused, create_api_key
from besa.places.queries import municipality_of_slug


class Command(BaseCommand):
    help = "Make an API key for a program. It is shown once, and cannot be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="of the program, such as my-app; the public ledger shows it")
        parser.add_argument("--scope", action="append", required=True, choices=[one.value for one in Scope])
        parser.add_argument("--municipality", help="the only one it may send to, such as peja")
        parser.add_argument("--per-hour", type=int, default=ApiKey.PER_HOUR, help="reports in an hour")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["municipality"]
        municipality = municipality_of_slug(slug) if slug else None
        if slug and municipality is None:
            raise CommandError(f"There is no municipality called {slug}.")
        try:
            _, text = create_api_key(
                name=options["name"],
                scopes={Scope(one) for one in options["scope"]},
                municipality=municipality,
                per_hour=options["per_hour"],
            )
        except KeyRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(text)
