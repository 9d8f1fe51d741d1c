"""Publishes events and queues mails, a transaction for each pair."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from besa.core.services import publish, queue_mail
from tests.core.killed_worker.listeners import Happened


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pairs", type=int)

    def handle(self, *args: Any, pairs: int, **options: Any) -> None:
        for number in range(pairs):
            with transaction.atomic():
                publish(Happened(number))
                queue_mail(
                    kind="killed_worker.mail",
                    subject_key=f"test:{number}",
                    recipient=f"reader{number}@besa.example",
                    language="sq",
                    brand="besa",
                    template="killed_worker/mail.txt",
                    context={},
                )
