"""A municipality with officials, and reports with a reporter, as the desk and the mails need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from besa.people.models import Department, Role, User
from besa.places.models import Municipality
from besa.reports.models import Report, Reporter, Transition
from besa.reports.models.report import State
from tests.factories.people import a_department, a_member
from tests.factories.public import make_municipality, make_report


@dataclass
class Town:
    """A municipality with a department, an officer of it, an officer of all of it, and a coordinator."""

    municipality: Municipality
    department: Department
    officer: User
    department_officer: User
    coordinator: User


def a_town(slug: str = "peja") -> Town:
    """A town where somebody is at the desk."""
    municipality = make_municipality(slug)
    department = a_department(municipality)
    return Town(
        municipality,
        department,
        a_member(Role.OFFICER, municipality, email=f"officer.{slug}@example.org"),
        a_member(Role.OFFICER, municipality, department=department, email=f"roads.{slug}@example.org"),
        a_member(Role.COORDINATOR, municipality, email=f"coordinator.{slug}@example.org"),
    )


def a_report(*, reporter: dict[str, Any] | None = None, **values: Any) -> Report:
    """A received report with its first transition and a reporter whose address is confirmed."""
    report = make_report(**values)
    Transition.objects.create(
        report=report, old="", new=State.RECEIVED, at=report.created_at, actor_role="reporter"
    )
    defaults = {
        "name": "Teuta",
        "email": "teuta@example.com",
        "email_confirmed_at": timezone.now(),
        "language": "en",
        "brand": "besa",
        "link_salt": "0123456789abcdef0123456789abcdef",
    }
    Reporter.objects.create(report=report, **(defaults | (reporter or {})))
    return Report.objects.select_related("municipality", "category", "department", "place").get(pk=report.pk)
