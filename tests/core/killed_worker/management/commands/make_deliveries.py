"""Publishes reports of a municipality that has one recipient by mail."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from besa.core.services import publish
from besa.reports.events import ReportPublished
from tests.factories.delivery import a_recipient
from tests.factories.desk import a_report, a_town


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reports", type=int)

    def handle(self, *args: Any, reports: int, **options: Any) -> None:
        town = a_town()
        a_recipient(town.municipality)
        for _ in range(reports):
            with transaction.atomic():
                report = a_report(municipality=town.municipality)
                publish(ReportPublished(report=report.pk))
