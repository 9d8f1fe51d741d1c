"""Doing what an official sent from the desk, and saying in words why it could not be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besa.core.dates import in_words
from besa.core.images import ImageRefused
from besa.desk.forms.actions import ActionForm
from besa.people.models import Role, User
from besa.reports.labels import role_label, state_label
from besa.reports.services import answers
from besa.reports.services.answers import ChangeRefused, StaleReport

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
}
#: keys of ChangeRefused
_REFUSALS: Final[dict[str, Promise]] = {
    "not_possible": gettext_lazy("This is not possible in the report's present state."),
    "unconfirmed": gettext_lazy("The reporter has not confirmed this report yet."),
    "erased": gettext_lazy("This report was erased."),
    "reason_missing": gettext_lazy("Choose a reason."),
    "recipient_missing": gettext_lazy("Say to whom it is forwarded."),
    "text_missing": gettext_lazy("Write what you want to say."),
    "original_missing": gettext_lazy("Write the number of the other report."),
    "original_is_itself": gettext_lazy("This is the number of this report itself."),
    "original_elsewhere": gettext_lazy("There is no report with this number in your municipality."),
    "original_is_duplicate": gettext_lazy("That report is a duplicate itself. Name the one that stays."),
}
_DONE: Final[dict[str, Promise]] = {
    "acknowledge": gettext_lazy("Acknowledged."),
    "start": gettext_lazy("Work has started: everybody can see it."),
    "fix": gettext_lazy("Marked as fixed. The reporter is asked whether it is so."),
    "decline": gettext_lazy("Declined, with your reason."),
    "forward": gettext_lazy("Forwarded."),
    "duplicate": gettext_lazy("Marked as a duplicate."),
    "reopen": gettext_lazy("Open again."),
    "answer": gettext_lazy("Your answer is published."),
    "note": gettext_lazy("Your note is saved. Only colleagues see it."),
}


def act(form: ActionForm, *, by: User, role: Role) -> bool:
    """Do what a valid form says; False when it could not be done, and the form then says why."""
    try:
        _SERVICES[form.key](report=form.report, by=by, role=str(role), **form.arguments())
    except StaleReport as stale:
        form.add_error(None, _what_happened(stale))
        form.see_again(stale.meanwhile.state)
    except ChangeRefused as refused:
        form.add_error(None, str(_REFUSALS[refused.key]))
    except ImageRefused as refused:
        form.add_error("photos", str(refused))
    return form.is_valid()


def _what_happened(stale: StaleReport) -> str:
    meanwhile = stale.meanwhile
    return _(
        "%(who)s changed this report %(when)s. It is now: %(state)s. Nothing of yours was saved, but your words "
        "are still here: read what happened, then decide again."
    ) % {
        "who": meanwhile.by or role_label(meanwhile.by_role),
        "when": in_words(meanwhile.at),
        "state": state_label(meanwhile.state),
    }


def done_message(form: ActionForm) -> str:
    """What the official reads after it is done."""
    return str(_DONE[form.key])
