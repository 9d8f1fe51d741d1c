"""Mails to colleagues at the desk: a report is yours, you are named in a note. Never to anybody else."""

from __future__ import annotations

from django.db import transaction

from besa.core.brands import DEFAULT
from besa.core.links import absolute_url
from besa.core.services import queue_mail
from besa.people.models import Department, User
from besa.people.permissions import Standing
from besa.reports.models import Change, Mention, Report


def tell_assignee(*, report: Report, change: Change) -> None:
    """Tell the person who is to deal with a report, unless they took it themselves; without one, the department."""
    words = change.note.text if change.note else ""
    once = f"change:{change.pk}"
    person = User.objects.filter(pk=change.after["assignee"] or 0, is_active=True).first()
    if person is not None:
        if person.pk != change.actor_id and _sees(person, report):
            _send(report, person.email, person.language, "assigned", once, {"words": words})
        return
    department = Department.objects.filter(pk=change.after["department"] or 0).first()
    changed = change.after["department"] != change.before["department"]
    if department is not None and department.email and changed:
        spoken: list[str] = report.municipality.languages
        language = spoken[0] if spoken else DEFAULT.language
        _send(report, department.email, language, "assigned", once, {"words": words})


def tell_mentioned(*, report: Report, mention: Mention) -> None:
    """Tell a colleague who named them, and in which words, as long as they may see the report."""
    if not _sees(mention.user, report):
        return
    author = mention.update.author
    context = {"words": mention.update.text, "by": author.name if author else ""}
    _send(report, mention.user.email, mention.user.language, "mentioned", f"mention:{mention.pk}", context)


def _sees(person: User, report: Report) -> bool:
    return person.is_active and Standing(person).may("desk.see", report.municipality_id, report.department_id)


def _send(report: Report, address: str, language: str, kind: str, once: str, context: dict[str, str]) -> None:
    where = {"language": language, "brand": DEFAULT.key}
    with transaction.atomic():
        queue_mail(
            kind=f"alerts.colleague_{kind}",
            subject_key=f"report:{report.pk}",
            recipient=address,
            template=f"alerts/mail/colleague_{kind}.txt",
            context={"report": report, "link": absolute_url("desk:report", report.pk, **where), **context},
            once=once,
            language=language,
            brand=DEFAULT.key,
        )
