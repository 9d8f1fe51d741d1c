"""Doing what a form says once, however often it is sent: by a phone that tries again, a second press, a lost answer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from besa.core.idempotency import KeyReusedError, KeyTakenError, Submission, answer_before
from besa.desk.forms.actions import ActionForm
from besa.desk.views.report_actions import act
from besa.people.models import Role, User


def act_once(form: ActionForm, *, by: User, role: Role, once: Submission | None) -> int | None:
    """Do it, unless this very form was done before; None then, else the status with which it comes back."""
    try:
        if _was_done(once):
            return None
        if not form.is_valid():
            return 422
        return None if act(form, by=by, role=role, once=once) else 409
    except KeyTakenError:
        return None if _same_again(once) else _reused(form)
    except KeyReusedError:
        return _reused(form)


def _was_done(once: Submission | None) -> bool:
    return once is not None and answer_before(once) is not None


def _same_again(once: Submission | None) -> bool:
    """True when the act that was faster is this very one."""
    try:
        return _was_done(once)
    except KeyReusedError:
        return False


def _reused(form: ActionForm) -> int:
    words = _("You have sent this form before, with other content. Look at it again, then send it.")
    form.is_valid()
    form.add_error(None, words)
    return 409
