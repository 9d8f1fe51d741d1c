"""What can be done to many reports at once, and how each of them is done.

Every act goes through the service that one report's page uses, so the same rules, ledger entries and mails hold.
`Wording.bulk` marks the words: what is said to many at once is no rapid reaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from besa.people.models import Department, User
from besa.reports.models import Report
from besa.reports.models.report import Priority
from besa.reports.rulebook import category_of
from besa.reports.services import answers
from besa.reports.services.assigning import assign_report
from besa.reports.services.categorising import correct_category
from besa.reports.services.priorities import set_priority
from besa.reports.wording import Wording

MOST_AT_ONCE: Final = 200
BULK = Wording(bulk=True)


@dataclass(frozen=True)
class Actor:
    """Who does it, in which role."""

    user: User
    role: str


#: what a form names by its number
_NAMED: Final[dict[str, type[Department] | type[User]]] = {"department": Department, "person": User}
#: does the act to one report with what its kind read, and raises ChangeRefused or StaleReport
Doer = Callable[[Report, Actor, dict[str, Any]], object]


@dataclass(frozen=True)
class BulkActKind:
    """One act: its name on the button, what is said while it waits and when it is done, and how it is done."""

    key: str
    label: Promise
    waiting: Promise
    done: Promise
    do: Doer

    def read(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """What its form gave, with the department and the person that it names. At most two queries."""
        found = {name: (model, arguments[name]) for name, model in _NAMED.items() if name in arguments}
        rows = {
            name: model.objects.filter(pk=pk).first() if pk else None for name, (model, pk) in found.items()
        }
        return arguments | rows


def _acknowledge(report: Report, actor: Actor, given: dict[str, Any]) -> object:
    return answers.acknowledge_report(
        report=report, by=actor.user, role=actor.role, text=given["text"], wording=BULK
    )


def _start(report: Report, actor: Actor, given: dict[str, Any]) -> object:
    return answers.start_report(
        report=report, by=actor.user, role=actor.role, text=given["text"], wording=BULK
    )


def _answer(report: Report, actor: Actor, given: dict[str, Any]) -> object:
    return answers.answer_report(
        report=report, by=actor.user, role=actor.role, text=given["text"], wording=BULK
    )


def _fix(report: Report, actor: Actor, given: dict[str, Any]) -> object:
    return answers.fix_report(report=report, by=actor.user, role=actor.role, text=given["text"], wording=BULK)


def _decline(report: Report, actor: Actor, given: dict[str, Any]) -> object:
    return answers.decline_report(
        report=report,
        by=actor.user,
        role=actor.role,
        text=given["text"],
        reason=given["reason"],
        wording=BULK,
    )


def _forward(report: Report, actor: Actor, given: dict[str, Any]) -> object:
    return answers.forward_report(
        report=report,
        by=actor.user,
        role=actor.role,
        text=given["text"],
        department=given["department"],
        forwarded_to=given["outside"],
        wording=BULK,
    )


def _assign(report: Report, actor: Actor, given: dict[str, Any]) -> object:
    return assign_report(
        report=report,
        by=actor.user,
        role=actor.role,
        department=given["department"] or report.department,
        assignee=given["person"],
        note=given["text"],
    )


def _categorise(report: Report, actor: Actor, given: dict[str, Any]) -> object:
    category = category_of(int(given["category"]))
    return correct_category(
        report=report, by=actor.user, role=actor.role, category=category, note=given["text"]
    )


def _prioritise(report: Report, actor: Actor, given: dict[str, Any]) -> object:
    priority = Priority(int(given["priority"]))
    return set_priority(report=report, by=actor.user, role=actor.role, priority=priority, note=given["text"])


BULK_ACTS: Final[dict[str, BulkActKind]] = {
    kind.key: kind
    for kind in (
        BulkActKind(
            "acknowledge",
            pgettext_lazy("button", "Acknowledge"),
            _("will be acknowledged"),
            _("acknowledged"),
            _acknowledge,
        ),
        BulkActKind(
            "answer", pgettext_lazy("button", "Answer"), _("will be answered"), _("answered"), _answer
        ),
        BulkActKind(
            "start", pgettext_lazy("button", "Start work"), _("will be in progress"), _("in progress"), _start
        ),
        BulkActKind(
            "fix",
            pgettext_lazy("button", "Mark as fixed"),
            _("will be marked as fixed"),
            _("marked as fixed"),
            _fix,
        ),
        BulkActKind(
            "forward", pgettext_lazy("button", "Forward"), _("will be forwarded"), _("forwarded"), _forward
        ),
        BulkActKind(
            "decline", pgettext_lazy("button", "Decline"), _("will be declined"), _("declined"), _decline
        ),
        BulkActKind(
            "assign", pgettext_lazy("button", "Assign"), _("will be assigned"), _("assigned"), _assign
        ),
        BulkActKind(
            "category",
            pgettext_lazy("button", "Correct the category"),
            _("will get another category"),
            _("in another category"),
            _categorise,
        ),
        BulkActKind(
            "priority",
            pgettext_lazy("button", "Priority"),
            _("will get another priority"),
            _("with another priority"),
            _prioritise,
        ),
    )
}
