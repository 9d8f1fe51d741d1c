"""Makes the installation ready to serve: translations, font, static files, database, built-in data."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from besa.ledger.services import seal_entries
from besa.site.preparation import prepare
from besa.site.services.demo import PASSWORD, demo_accounts, load_demo_if_empty


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *args: Any, no_demo: bool = False, **options: Any) -> None:
        for done in prepare():
            self.stderr.write(f"Besa {done}.")
        if not no_demo and load_demo_if_empty():
            seal_entries()
            self.stderr.write("Besa loaded the demonstration data.")
        (settings.DATA / "greeting").write_text("\n".join(_greeting()))


def _greeting() -> list[str]:
    """What bin/serve says of the demonstration; {address} is filled in there."""
    accounts = demo_accounts() if settings.LOOPBACK else []
    if not accounts:
        return []
    return [
        "Mails are shown at {address}/dev/mail. Sign in with the code in the mail,",
        f"or with the password {PASSWORD}, as",
        *(f"  {email:32} {role}" for email, role in accounts),
    ]
