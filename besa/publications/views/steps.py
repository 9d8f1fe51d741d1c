"""An edition's steps: to its reviewers and back, its hour, public, revised, withdrawn, corrected."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from besa.core.views.trying import act_and_tell, succeeds
from besa.publications.forms.works import CorrectionForm, ScheduleForm, WithdrawForm, WordsForm
from besa.publications.models import Correction
from besa.publications.permissions import EDIT, REVIEW
from besa.publications.services.publishing import (
    publish_edition,
    revise_edition,
    schedule_edition,
    unschedule_edition,
    withdraw_edition,
)
from besa.publications.services.reviewing import approve_edition, return_edition, submit_edition
from besa.publications.services.talking import drop_correction, note_correction
from besa.publications.views.loading import At, edition_for
from besa.publications.views.works import show_edition


def _submit(request: HttpRequest, at: At) -> HttpResponse:
    act = partial(submit_edition, edition=at.edition, by=at.user, role=str(at.role))
    act_and_tell(request, _("Given to the reviewers. Two people have to approve it."), act)
    return redirect("publications:edition", *at.place)


def _approve(request: HttpRequest, at: At) -> HttpResponse:
    act = partial(approve_edition, edition=at.edition, by=at.user, role=str(at.role))
    act_and_tell(request, _("You stand for this text."), act)
    return redirect("publications:edition", *at.place)


def _unschedule(request: HttpRequest, at: At) -> HttpResponse:
    act = partial(unschedule_edition, edition=at.edition, by=at.user, role=str(at.role))
    act_and_tell(request, _("It is no longer scheduled."), act)
    return redirect("publications:edition", *at.place)


def _publish(request: HttpRequest, at: At) -> HttpResponse:
    act = partial(publish_edition, edition=at.edition, by=at.user, role=str(at.role))
    act_and_tell(request, _("Published. Its figures are frozen as of now."), act)
    return redirect("publications:edition", *at.place)


def _revise(request: HttpRequest, at: At) -> HttpResponse:
    act = partial(revise_edition, edition=at.edition, by=at.user)
    act_and_tell(
        request, _("You can write. What is public stays as it is until the new text is approved."), act
    )
    return redirect("publications:edition", *at.place)


def _return(request: HttpRequest, at: At) -> HttpResponse:
    form = WordsForm(request.POST)

    def act() -> None:
        because = form.cleaned_data["text"]
        return_edition(edition=at.edition, because=because, by=at.user, role=str(at.role))

    return _after(request, at, form, act, _("Sent back."), "returning")


def _schedule(request: HttpRequest, at: At) -> HttpResponse:
    form = ScheduleForm(request.POST)

    def act() -> None:
        schedule_edition(edition=at.edition, at=form.moment, by=at.user, role=str(at.role))

    return _after(request, at, form, act, _("It will be published at that time."), "schedule")


def _withdraw(request: HttpRequest, at: At) -> HttpResponse:
    form = WithdrawForm(request.POST)

    def act() -> None:
        because = form.cleaned_data["text"]
        withdraw_edition(edition=at.edition, because=because, by=at.user, role=str(at.role))

    return _after(request, at, form, act, _("Withdrawn. Everybody reads why."), "withdraw")


def _after(
    request: HttpRequest, at: At, form: forms.Form, act: Callable[[], None], done: str, name: str
) -> HttpResponse:
    """The page again, with the form filled in when it was refused."""
    if form.is_valid() and succeeds(form, act):
        messages.success(request, done)
        return redirect("publications:edition", *at.place)
    at.edition.refresh_from_db()
    return show_edition(request, at, **{name: form})


_Step = Callable[[HttpRequest, At], HttpResponse]
_STEPS: Final[dict[str, _Step]] = {
    "submit": _submit,
    "schedule": _schedule,
    "unschedule": _unschedule,
    "publish": _publish,
    "revise": _revise,
    "withdraw": _withdraw,
}
_VERDICTS: Final[dict[str, _Step]] = {"approve": _approve, "return": _return}


@require_POST
def step(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """What editors decide, by the name of the button."""
    return _taken(request, edition_for(request, slug, language, EDIT), _STEPS)


@require_POST
def verdict(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """What reviewers decide."""
    return _taken(request, edition_for(request, slug, language, REVIEW), _VERDICTS)


def _taken(request: HttpRequest, at: At, steps: dict[str, _Step]) -> HttpResponse:
    taken = steps.get(request.POST.get("step", ""))
    if taken is None:
        raise Http404
    return taken(request, at)


@require_POST
def correct(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Say what the new revision corrects."""
    at = edition_for(request, slug, language, EDIT)
    form = CorrectionForm(request.POST)

    def act() -> None:
        note_correction(edition=at.edition, by=at.user, **form.cleaned_data)

    return _after(request, at, form, act, _("Noted. It becomes public with the new text."), "correction")


@require_POST
def drop(request: HttpRequest, slug: str, language: str, pk: int) -> HttpResponse:
    """Take a correction back before it is public."""
    at = edition_for(request, slug, language, EDIT)
    found: Any = get_object_or_404(
        Correction.objects.select_related("edition"), pk=pk, edition=at.edition, revision__isnull=True
    )
    act_and_tell(request, _("Taken back."), partial(drop_correction, correction=found, by=at.user))
    return redirect("publications:edition", *at.place)
