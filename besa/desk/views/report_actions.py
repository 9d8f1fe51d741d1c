"""Doing what an official sent from the desk, and saying in words why it could not be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besa.core.dates import in_words
from besa.core.idempotency import Submission
from besa.core.images import ImageRefused
from besa.desk.forms.actions import ActionForm
from besa.desk.queries.happenings import Happening, change_label, happened_since
from besa.desk.services.field import claim_act, put_off_report
from besa.people.models import Role, User
from besa.places.models import Municipality
from besa.reports.labels import STATE_LABELS, role_label, state_label
from besa.reports.models import Change, Report
from besa.reports.models.report import State
from besa.reports.services import answers
from besa.reports.services.answers import ChangeRefused, StaleReport
from besa.reports.services.assigning import assign_report
from besa.reports.services.categorising import correct_category
from besa.reports.services.placing import hand_over_report, place_report
from besa.reports.services.priorities import set_priority
from besa.reports.services.splitting import split_report
from besa.reports.services.undoing import undo_change


def place_or_hand_over(*, to: Municipality | None, ours: bool, **how: Any) -> Change:
    """Move the pin; to another municipality when the official agreed to hand the report over."""
    return hand_over_report(to=to, **how) if to is not None else place_report(ours=ours, **how)


def _undo(*, report: Report, **how: Any) -> Change:
    return undo_change(**how)


_SERVICES: Final[dict[str, Callable[..., Any]]] = {
    "acknowledge": answers.acknowledge_report,
    "start": answers.start_report,
    "fix": answers.fix_report,
    "decline": answers.decline_report,
    "forward": answers.forward_report,
    "duplicate": answers.mark_duplicate,
    "reopen": answers.reopen_report,
    "answer": answers.answer_report,
    "note": answers.note_internally,
    "cannot": put_off_report,
    "assign": assign_report,
    "take": assign_report,
    "priority": set_priority,
    "category": correct_category,
    "place": place_or_hand_over,
    "split": split_report,
    "undo": _undo,
}
#: keys of ChangeRefused
_REFUSALS: Final[dict[str, Promise]] = {
    "not_possible": gettext_lazy("This is not possible in the report's present state."),
    "unconfirmed": gettext_lazy("The reporter has not confirmed this report yet."),
    "erased": gettext_lazy("This report was erased."),
    "reason_missing": gettext_lazy("Choose a reason."),
    "recipient_missing": gettext_lazy("Say to whom it is forwarded."),
    "text_missing": gettext_lazy("Write what you want to say."),
    "not_allowed": gettext_lazy("You may not change this report any more."),
    "nothing_changed": gettext_lazy("That is how it is already."),
    "department_elsewhere": gettext_lazy("Choose a department of your municipality."),
    "assignee_elsewhere": gettext_lazy("This colleague does not work on reports of that department."),
    "colleague_elsewhere": gettext_lazy("You can only mention colleagues who may see this report."),
    "priority_reason_missing": gettext_lazy("Say in a few words why it is so urgent."),
    "category_elsewhere": gettext_lazy("Choose a category of your municipality."),
    "elsewhere": gettext_lazy("This point is not in your municipality."),
    "not_there": gettext_lazy("This point is not in that municipality."),
    "not_a_point": gettext_lazy("This is no point on the map."),
    "takes_no_reports": gettext_lazy(
        "That municipality takes no reports here. Forward the report to it instead."
    ),
    "category_not_there": gettext_lazy(
        "That municipality does not take this category. Correct the category first."
    ),
    "not_the_citizens_words": gettext_lazy(
        "Only words of the reporter can stand here. Cut away what does not belong; write nothing new."
    ),
    "photo_elsewhere": gettext_lazy("One of these photos is no longer on this report."),
    "template_for_others": gettext_lazy("This prepared answer is for another category."),
    "too_late_to_undo": gettext_lazy("This cannot be taken back any more."),
    "original_missing": gettext_lazy("Write the number of the other report."),
    "original_is_itself": gettext_lazy("This is the number of this report itself."),
    "original_elsewhere": gettext_lazy("There is no report with this number in your municipality."),
    "original_is_duplicate": gettext_lazy("That report is a duplicate itself. Name the one that stays."),
    "not_public": gettext_lazy(
        "Only the clock of a public report can stand still: everybody must be able to read why."
    ),
    "not_open": gettext_lazy("This report is closed."),
    "paused_already": gettext_lazy("The clock stands still already."),
}
_DONE: Final[dict[str, Promise]] = {
    "acknowledge": gettext_lazy("Acknowledged."),
    "start": gettext_lazy("Work has started: everybody can see it."),
    "fix": gettext_lazy("Marked as fixed. The reporter is asked whether it is so."),
    "decline": gettext_lazy("Declined, with your reason."),
    "forward": gettext_lazy("Forwarded."),
    "duplicate": gettext_lazy("Marked as a duplicate. Its reporter, followers and me-toos moved along."),
    "reopen": gettext_lazy("Open again."),
    "answer": gettext_lazy("Your answer is published."),
    "note": gettext_lazy("Your note is saved. Only colleagues see it."),
    "cannot": gettext_lazy("Saved. The report is still yours."),
    "assign": gettext_lazy("Assigned."),
    "take": gettext_lazy("It is yours now."),
    "priority": gettext_lazy("The priority is saved."),
    "category": gettext_lazy("The category is corrected, and the deadlines follow."),
    "place": gettext_lazy("The place is corrected."),
    "split": gettext_lazy("There are two reports now. The new one is linked in the history below."),
    "undo": gettext_lazy("Taken back."),
}


def act(form: ActionForm, *, by: User, role: Role, once: Submission | None = None) -> bool:
    """Do what a valid form says; False when it could not be done, and the form then says why.

    `once` is the key of a form that may be sent many times. Raises KeyTakenError when it was done before.
    """
    if happening := _meanwhile(form, by):
        _show_both(form, happening)
        return False
    try:
        with claim_act(submission=once, report=form.report):
            _SERVICES[form.key](report=form.report, by=by, role=str(role), **form.arguments())
    except StaleReport as stale:
        now = stale.meanwhile
        who = now.by or str(role_label(now.by_role))
        what = change_label(now.kind) if now.kind else str(state_label(now.state))
        seen = form.cleaned_data["seen"]
        before = str(state_label(seen)) if seen in STATE_LABELS else ""
        _show_both(form, Happening(now.at, who, what, before=before), now.state)
    except ChangeRefused as refused:
        form.add_error(None, refusal_words(refused.key))
    except ImageRefused as refused:
        form.add_error("photos", str(refused))
    return form.is_valid()


def _meanwhile(form: ActionForm, by: User) -> Happening | None:
    """What somebody else did since the form was read; a note for colleagues is no answer to it, and always fits."""
    seen_at = form.cleaned_data.get("seen_at")
    if seen_at is None or form.key == "note":
        return None
    return happened_since([form.report.pk], seen_at, by).get(form.report.pk)


def _show_both(form: ActionForm, happening: Happening, state: str = "") -> None:
    """Say who was faster, show what was and what is, and take the next attempt as made in full knowledge."""
    words = _(
        "%(who)s changed this report %(when)s. It is now: %(state)s. Nothing of yours was saved, but your words "
        "are still here: read what happened, then decide again."
    )
    if not state:
        state = Report.objects.values_list("state", flat=True).get(pk=form.report.pk)
    given = {"who": happening.who, "when": in_words(happening.at), "state": state_label(state)}
    form.add_error(None, words % given)
    form.see_again(state, happening)


def refusal_words(key: str) -> str:
    """Why something could not be done; keys of ChangeRefused."""
    return str(_REFUSALS.get(key, _REFUSALS["not_possible"]))


def done_message(form: ActionForm) -> str:
    """What the official reads after it is done."""
    if form.key == "reopen" and form.was == State.DUPLICATE:
        return _("Open again. Its reporter, followers and me-toos went back to it.")
    if form.key == "place" and form.cleaned_data.get("decision") == "hand_over":
        name = form.report.municipality.name
        return _("Handed over to %(municipality)s. It is not on your desk any more.") % {"municipality": name}
    return str(_DONE[form.key])
