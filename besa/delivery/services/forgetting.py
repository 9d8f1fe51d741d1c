"""Deletes what deliveries hold of an erased report: its rows, and the mails that came in about it."""

from __future__ import annotations

from besa.delivery.models import Delivery


def forget_report(subject: str) -> None:
    """In the transaction that erases `report:<uid>`: deliveries, attempts, and with them every answer as it came."""
    if subject.startswith("report:"):
        Delivery.objects.filter(report__uid=subject.removeprefix("report:")).delete()
