"""All forms of a report's page, by the word that is sent with them, and those that a page shows."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from besa.desk.forms.actions import CHANGES, ActionForm, AnswerForm
from besa.desk.forms.answering import let_speak
from besa.desk.forms.handling import HANDLING, TakeForm, UndoForm
from besa.desk.forms.notes import NoteForm
from besa.desk.queries.last_change import last_change_of
from besa.people.models import Role, User
from besa.people.queries import department_choices
from besa.reports.models import Report
from besa.reports.queries.templates import suggestions_for
from besa.reports.transitions import changes_from

#: what can always be said
WORDS: tuple[type[ActionForm], ...] = (AnswerForm, NoteForm)
#: what says something publicly, and may be prepared
SPEAKING = (*CHANGES, AnswerForm)
_ALL: tuple[type[ActionForm], ...] = (*CHANGES, *WORDS, *HANDLING, TakeForm, UndoForm)
FORMS = {form.key: form for form in _ALL}


def forms_for(
    report: Report, role: Role | None, sent: ActionForm | None, wanted: str, user: User | AnonymousUser
) -> list[ActionForm]:
    """A form for each thing that can be done now; the one that was sent stays, with its words and its errors.

    Of the acts that are no answer only the one that is asked for (`wanted`) is there: each reads what it offers.
    """
    if role is None or not isinstance(user, User):
        return []
    departments = department_choices(report.municipality)
    possible = set(changes_from(report.state, role))
    kinds: list[type[ActionForm]] = [kind for kind in HANDLING if kind.key == wanted]
    kinds += [kind for kind in CHANGES if kind.new in possible]
    kinds += WORDS
    if sent is not None and type(sent) not in kinds:
        kinds.insert(0, type(sent))
    forms = [sent if sent is not None and type(sent) is kind else kind(report, departments) for kind in kinds]
    for form in forms:
        form.was_asked_for = form.was_asked_for or form.key == wanted
    prepare([form for form in forms if form is not sent], user)
    return forms


def prepare(forms: Iterable[ActionForm], user: User) -> None:
    """Tell forms who sends them; those that speak publicly offer prepared answers, and the citizen's language."""
    speaking = [form for form in forms if type(form) in SPEAKING]
    for form in forms:
        form.officer = user
    suggestions = suggestions_for(speaking[0].report, user) if speaking else []
    for form in speaking:
        let_speak(form, user, suggestions)


def undo_form(report: Report, user: User | AnonymousUser) -> UndoForm | None:
    """The form to take back what the person has just done to a report, if that is possible."""
    change = last_change_of(report, user, timezone.now()) if isinstance(user, User) else None
    if change is None:
        return None
    form = UndoForm(report, [])
    form.initial["change"] = change.pk
    return form
