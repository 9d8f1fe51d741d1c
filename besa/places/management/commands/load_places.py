"""`bin/manage load_places`: make the built-in municipalities, places and approximate areas."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from besa.places.services import load_builtin_places


class Command(BaseCommand):
    """Prints what was new; running it again changes nothing."""

    help = "Make the built-in municipalities, places and approximate areas that are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_builtin_places()
        self.stdout.write(
            f"New: {loaded.municipalities} municipalities, {loaded.places} places, "
            f"{loaded.boundaries} approximate areas."
        )
