"""What can be done to many reports at once, and how each of them is done.

Every act goes through the service that one report's page uses, so the same rules, ledger entries and mails hold.
`Wording.bulk` marks the words: what is said to many at once is no rapid reaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from besa.people.models import Department, User
from besa.reports.deadlines import histories_of
from besa.reports.models import Report, ResponseTemplate
from besa.reports.models.report import Priority
from besa.reports.queries.templates import authored
from besa.reports.rulebook import category_of
from besa.reports.services import answers
from besa.reports.services.assigning import assign_report
from besa.reports.services.categorising import correct_category
from besa.reports.services.priorities import set_priority
from besa.reports.services.state_change import ChangeRefused
from besa.reports.template_words import fill_all
from besa.reports.wording import Wording

MOST_AT_ONCE: Final = 200
BULK = Wording(bulk=True)


@dataclass(frozen=True)
class Actor:
    """Who does it, in which role."""

    user: User
    role: str


#: what a form names by its number
_NAMED: Final[dict[str, type[Model]]] = {
    "department": Department,
    "person": User,
    "template": ResponseTemplate,
}
#: does the act to one report with what its kind read, and raises ChangeRefused or StaleReport. One call of one service,
#: which takes back in its own transaction what it wrote when it refuses: a second savepoint for each report was 400
#: statements for 200 reports
Doer = Callable[[Report, Actor, dict[str, Any]], object]
#: reads for many reports at once what the act needs of each, inside the transaction in which it is done to them
Reader = Callable[[Sequence[Report]], dict[str, Any]]


@dataclass(frozen=True)
class BulkActKind:
    """One act: its name on the button, and how it is done.

    `soon` stands beside a report while it waits; `waiting` and `done` say of `n` reports what will be, and what was.
    """

    key: str
    label: Promise
    soon: Promise
    waiting: Promise
    done: Promise
    do: Doer
    ahead: Reader = lambda reports: {}

    def read(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """What its form gave, with the department and the person that it names. A query for each of these."""
        found = {name: (model, arguments[name]) for name, model in _NAMED.items() if name in arguments}
        rows = {
            name: model._default_manager.filter(pk=pk).first() if pk else None
            for name, (model, pk) in found.items()
        }
        return arguments | rows


def _said(report: Report, actor: Actor, given: dict[str, Any]) -> answers.How:
    """The words for one report: the official's own, or the prepared answer filled in, in each of its languages."""
    texts: dict[str, str] | None = given.get("texts")
    if not texts:
        return {"by": actor.user, "role": actor.role, "text": given["text"], "wording": BULK}
    template: ResponseTemplate | None = given["template"]
    if template is not None and template.category_id not in (None, report.category_id):
        raise ChangeRefused("template_for_others")
    filled = fill_all(texts, report, officer=str(actor.user))
    language = authored(actor.user.language)
    language = language if language in filled else next(iter(filled))
    text = filled.pop(language)
    wording = Wording(language=language, texts=filled, template=template, by_template=True, bulk=True)
    return {"by": actor.user, "role": actor.role, "text": text, "wording": wording}


def _acknowledge(report: Report, actor: Actor, given: dict[str, Any]) -> object:
    return answers.acknowledge_report(report=report, **_said(report, actor, given))


def _start(report: Report, actor: Actor, given: dict[str, Any]) -> object:
    return answers.start_report(report=report, **_said(report, actor, given))


def _answer(report: Report, actor: Actor, given: dict[str, Any]) -> object:
    how = _said(report, actor, given)
    return answers.answer_report(
        report=report, by=actor.user, role=actor.role, text=how["text"], wording=how["wording"]
    )


def _fix(report: Report, actor: Actor, given: dict[str, Any]) -> object:
    return answers.fix_report(report=report, **_said(report, actor, given))


def _decline(report: Report, actor: Actor, given: dict[str, Any]) -> object:
    how = _said(report, actor, given)
    how["reason"] = given["reason"]
    return answers.decline_report(report=report, **how)


def _forward(report: Report, actor: Actor, given: dict[str, Any]) -> object:
    how = _said(report, actor, given)
    how["department"], how["forwarded_to"] = given["department"], given["outside"]
    return answers.forward_report(report=report, **how)


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
        report=report,
        by=actor.user,
        role=actor.role,
        category=category,
        note=given["text"],
        history=given["histories"][report.pk],
    )


def _histories(reports: Sequence[Report]) -> dict[str, Any]:
    """What the new deadlines follow from: for each report alone it would be two queries."""
    return {"histories": histories_of(reports)}


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
            ngettext_lazy("%(n)d report will be acknowledged", "%(n)d reports will be acknowledged", "n"),
            ngettext_lazy("%(n)d report acknowledged", "%(n)d reports acknowledged", "n"),
            _acknowledge,
        ),
        BulkActKind(
            "answer",
            pgettext_lazy("button", "Answer"),
            _("will be answered"),
            ngettext_lazy("%(n)d report will be answered", "%(n)d reports will be answered", "n"),
            ngettext_lazy("%(n)d report answered", "%(n)d reports answered", "n"),
            _answer,
        ),
        BulkActKind(
            "start",
            pgettext_lazy("button", "Start work"),
            _("will be in progress"),
            ngettext_lazy("%(n)d report will be in progress", "%(n)d reports will be in progress", "n"),
            ngettext_lazy("%(n)d report is in progress", "%(n)d reports are in progress", "n"),
            _start,
        ),
        BulkActKind(
            "fix",
            pgettext_lazy("button", "Mark as fixed"),
            _("will be marked as fixed"),
            ngettext_lazy(
                "%(n)d report will be marked as fixed", "%(n)d reports will be marked as fixed", "n"
            ),
            ngettext_lazy("%(n)d report marked as fixed", "%(n)d reports marked as fixed", "n"),
            _fix,
        ),
        BulkActKind(
            "forward",
            pgettext_lazy("button", "Forward"),
            _("will be forwarded"),
            ngettext_lazy("%(n)d report will be forwarded", "%(n)d reports will be forwarded", "n"),
            ngettext_lazy("%(n)d report forwarded", "%(n)d reports forwarded", "n"),
            _forward,
        ),
        BulkActKind(
            "decline",
            pgettext_lazy("button", "Decline"),
            _("will be declined"),
            ngettext_lazy("%(n)d report will be declined", "%(n)d reports will be declined", "n"),
            ngettext_lazy("%(n)d report declined", "%(n)d reports declined", "n"),
            _decline,
        ),
        BulkActKind(
            "assign",
            pgettext_lazy("button", "Assign"),
            _("will be assigned"),
            ngettext_lazy("%(n)d report will be assigned", "%(n)d reports will be assigned", "n"),
            ngettext_lazy("%(n)d report assigned", "%(n)d reports assigned", "n"),
            _assign,
        ),
        BulkActKind(
            "category",
            pgettext_lazy("button", "Correct the category"),
            _("will get another category"),
            ngettext_lazy(
                "%(n)d report will get another category", "%(n)d reports will get another category", "n"
            ),
            ngettext_lazy("%(n)d report has another category", "%(n)d reports have another category", "n"),
            _categorise,
            _histories,
        ),
        BulkActKind(
            "priority",
            pgettext_lazy("button", "Change the priority"),
            _("will get another priority"),
            ngettext_lazy(
                "%(n)d report will get another priority", "%(n)d reports will get another priority", "n"
            ),
            ngettext_lazy("%(n)d report has another priority", "%(n)d reports have another priority", "n"),
            _prioritise,
        ),
    )
}
