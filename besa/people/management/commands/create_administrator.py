"""Makes somebody an administrator: the first one of an installation cannot be invited on a page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from besa.core.brands import DEFAULT
from besa.people.services import AlreadyMember, create_administrator


class Command(BaseCommand):
    help = "Make the person with this e-mail address an administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES], default="sq")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address.") from error
        try:
            create_administrator(email=email, language=options["language"], brand=DEFAULT.key)
        except AlreadyMember:
            self.stdout.write(f"{email} is an administrator already.")
            return
        self.stdout.write(f"{email} is an administrator now and got a mail. Sign in with a code, then set up")
        self.stdout.write("a second factor (authenticator app or passkey): nothing else is open before that.")
