"""Acts that may be refused: the person reads why, beside the form or on the page they come back to."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from besa.core.images import ImageRefused
from besa.pledges.documents import DocumentRefused
from besa.pledges.refusals import refusal_text
from besa.pledges.rules import RuleBroken
from besa.pledges.services.acting import Refused, Stale
from besa.pledges.transitions import StepRefused

_REFUSALS = (Refused, StepRefused, RuleBroken, Stale, DocumentRefused, ImageRefused)


def succeeds(form: forms.Form, act: Callable[[], object]) -> bool:
    """Act; when it is refused, the form says why."""
    try:
        act()
    except _REFUSALS as refused:
        form.add_error(None, _why(refused))
        return False
    return True


def act_and_tell(request: HttpRequest, done: str, act: Callable[[], object]) -> bool:
    """Act; the next page says that it is done, or why it was refused."""
    try:
        act()
    except _REFUSALS as refused:
        messages.error(request, _why(refused))
        return False
    messages.success(request, done)
    return True


def _why(refused: Exception) -> str:
    if isinstance(refused, Stale):
        return _("A colleague was faster. Look at it again, then decide.")
    if isinstance(refused, Refused | StepRefused):
        return refusal_text(refused.key)
    return str(refused)
