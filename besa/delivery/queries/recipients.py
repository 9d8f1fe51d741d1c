"""A municipality's recipients, and which of them a report fits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.delivery.models import Recipient, RecipientChange
from besa.delivery.routing import fitting, spot_of
from besa.people.models import Department
from besa.places.models import Municipality, Place
from besa.reports.models import Category, Report


def recipients_of(municipality: Municipality | int) -> QuerySet[Recipient]:
    """The recipients that a municipality has now, with their conditions."""
    return Recipient.objects.filter(municipality=municipality, removed_at__isnull=True).select_related(
        "category", "department", "place"
    )


def recipients_for(report: Report) -> list[Recipient]:
    """Who is to get a report."""
    return fitting(recipients_of(report.municipality_id), spot_of(report))


@dataclass(frozen=True)
class Changed:
    """One line of a recipient's history. `fields` are the names of what changed, with before and after."""

    kind: str
    at: datetime
    by: str
    fields: list[tuple[Promise, str, str]]


FIELD_LABELS: Final[dict[str, Promise]] = {
    "name": _("Name"),
    "address": _("Address"),
    "category_id": _("Category"),
    "department_id": _("Department"),
    "place_id": _("Place"),
    "radius_m": _("How far around the place"),
    "language": _("Language"),
    "options": _("Settings"),
    "secret": _("Secret"),
}


def changes_of(recipient: Recipient) -> list[Changed]:
    """Its history, newest first, in words. Five queries at most."""
    rows = list(RecipientChange.objects.filter(recipient=recipient).select_related("by")[:50])
    names = _names(rows)
    return [
        Changed(
            kind=row.kind,
            at=row.at,
            by=str(row.by) if row.by else "",
            fields=[
                (label, _shown(names, key, row.before.get(key)), _shown(names, key, row.after.get(key)))
                for key, label in FIELD_LABELS.items()
                if row.kind == RecipientChange.Kind.CHANGED and key in row.after
            ],
        )
        for row in rows
    ]


def _names(rows: list[RecipientChange]) -> dict[tuple[str, int], str]:
    """The names of everything that the history mentions by its number."""
    models: dict[str, type[Category] | type[Department] | type[Place]] = {
        "category_id": Category,
        "department_id": Department,
        "place_id": Place,
    }
    names = {}
    for key, model in models.items():
        numbers = {values.get(key) for row in rows for values in (row.before, row.after)} - {None}
        for item in model.objects.filter(pk__in=numbers) if numbers else ():
            names[key, item.pk] = item.name
    return names


def _shown(names: dict[tuple[str, int], str], key: str, value: Any) -> str:
    if value in (None, "", []):
        return "–"
    if key.endswith("_id"):
        return names.get((key, value), str(value))
    return ", ".join(value) if isinstance(value, list) else str(value)
