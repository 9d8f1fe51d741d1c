"""Mails to officials about deadlines. Each may be asked for twice: it is sent once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from besa.core.brands import DEFAULT
from besa.core.languages import SQ
from besa.core.links import absolute_url
from besa.core.services import queue_mail
from besa.people.models import Membership, Role, User
from besa.places.models import Municipality
from besa.reports.models import Deadline, EscalationStep, Pause, Reminder, Report
from besa.reports.models.report import Visibility


@dataclass(frozen=True)
class Address:
    """Where a mail goes, and in which language."""

    email: str
    language: str


def send_reminders(*, step_id: int, reminder_ids: list[int]) -> None:
    """One mail to each person whom a step names, with all the reports that reached it together."""
    step = EscalationStep.objects.select_related("municipality").get(pk=step_id)
    reports = _reports_of(reminder_ids)
    concerned: dict[Address, list[tuple[Report, str]]] = {}
    for report in reports:
        for address in _addresses(step, report):
            link = absolute_url("desk:report", report.pk, language=address.language, brand=DEFAULT.key)
            concerned.setdefault(address, []).append((report, link))
    for address, lines in concerned.items():
        with transaction.atomic():
            queue_mail(
                kind="desk.reminder",
                # Numbers, categories and settlements only: nothing that an erasure has to reach.
                subject_key=f"municipality:{step.municipality.slug}",
                recipient=address.email,
                language=address.language,
                brand=DEFAULT.key,
                template="desk/mail/reminder.txt",
                context={
                    "lines": lines,
                    "n": len(lines),
                    "is_answer": step.deadline == Deadline.RESPONSE,
                    "is_over": step.working_days > 0,
                    "municipality": step.municipality,
                },
                once=f"reminders:{step.pk}:{min(reminder_ids)}",
            )


def tell_of_pause(*, pause_id: int) -> None:
    """Whoever let a clock stand still is told a day before it goes on, else those who work on the report."""
    pause = Pause.objects.select_related("report__municipality", "report__category", "by").get(pk=pause_id)
    report = pause.report
    if pause.ended_at is not None or report.visibility != Visibility.PUBLIC:
        return
    still_here = pause.by is not None and _members(report.municipality).filter(user=pause.by).exists()
    people = [_of_user(pause.by)] if pause.by and still_here else officers_of(report)
    for address in people:
        with transaction.atomic():
            queue_mail(
                kind="desk.pause_ends",
                subject_key=f"report:{report.pk}",
                recipient=address.email,
                language=address.language,
                brand=DEFAULT.key,
                template="desk/mail/pause_ends.txt",
                context={
                    "report": report,
                    "pause": pause,
                    "link": absolute_url(
                        "reports:clock", report.pk, language=address.language, brand=DEFAULT.key
                    ),
                },
                once=f"pause:{pause.pk}",
            )


def _reports_of(reminder_ids: list[int]) -> list[Report]:
    """The reports of reminders that are still open and may be told about, what is due first on top."""
    found = Reminder.objects.filter(pk__in=reminder_ids, report__closed_at__isnull=True)
    rows = found.filter(report__visibility=Visibility.PUBLIC).select_related(
        "report__municipality",
        "report__category",
        "report__place",
        "report__department",
        "report__assignee",
    )
    return [row.report for row in rows.order_by("due_at", "pk")]


def _addresses(step: EscalationStep, report: Report) -> list[Address]:
    if step.target == EscalationStep.Target.MAYOR:
        return [Address(step.email, _language_of(step.municipality))]
    if step.target == EscalationStep.Target.COORDINATOR:
        return _with_role(_members(step.municipality), Role.COORDINATOR)
    return officers_of(report)


def officers_of(report: Report) -> list[Address]:
    """Who works on a report: its official, else its department, else the officers of all, else the coordinators."""
    members = _members(report.municipality)
    if report.assignee is not None and members.filter(user=report.assignee).exists():
        return [_of_user(report.assignee)]
    if report.department is not None:
        own = _with_role(members.filter(department=report.department), Role.OFFICER)
        if own or report.department.email:
            shared = report.department.email
            return own or [Address(shared, _language_of(report.municipality))]
    whole = _with_role(members.filter(department__isnull=True), Role.OFFICER)
    return whole or _with_role(members, Role.COORDINATOR)


def _members(municipality: Municipality) -> QuerySet[Membership]:
    now = timezone.now()
    return Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now),
        municipality=municipality,
        since__lte=now,
        user__is_active=True,
        role__in=(Role.OFFICER, Role.COORDINATOR),
    )


def _with_role(members: QuerySet[Membership], role: Role) -> list[Address]:
    return _once(_of_user(one.user) for one in members.filter(role=role).select_related("user"))


def _of_user(user: User) -> Address:
    return Address(user.email, user.language)


def _once(addresses: Iterable[Address]) -> list[Address]:
    return sorted(set(addresses), key=lambda address: address.email)


def _language_of(municipality: Municipality) -> str:
    return next(iter(municipality.languages), SQ)
