"""Acts that may be refused: the person reads why, beside the form or on the page they come back to."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from besa.core.refusing import Refused


def succeeds(form: forms.Form, act: Callable[[], object]) -> bool:
    """Act; when it is refused, the form says why."""
    try:
        act()
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def act_and_tell(request: HttpRequest, done: str, act: Callable[[], object]) -> bool:
    """Act; the next page says that it is done, or why it was refused."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, done)
    return True
