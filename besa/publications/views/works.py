"""The editors' list, a new publication, one of its languages, its head."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from besa.core.views.trying import act_and_tell, succeeds
from besa.people.permissions import standing_of
from besa.people.views.scope import signed_in
from besa.publications.blocks import KINDS
from besa.publications.forms.works import (
    LANGUAGES,
    CorrectionForm,
    HeadForm,
    ScheduleForm,
    StartForm,
    WithdrawForm,
    WordsForm,
    head_of,
)
from besa.publications.kinds import kind_label
from besa.publications.numbers import Numbers
from besa.publications.permissions import EDIT, REVIEW, may_edit
from besa.publications.queries.desk import edition_page, works_of
from besa.publications.services.starting import add_translation, start_publication, write_head
from besa.publications.views.loading import At, edition_for, number_in, publication_for
from besa.publications.views.showing import Showing

_read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What the person's organisations write and have published."""
    standing = standing_of(request.user)
    works = works_of(standing.organisations_for(REVIEW))
    return render(request, "publications/desk.html", {"works": works, "may_edit": standing.may(EDIT)})


@never_cache
@_read_or_send
def start(request: HttpRequest) -> HttpResponse:
    """Begin a publication."""
    form = StartForm(standing_of(request.user).organisations_for(EDIT), request.POST or None)
    made: list[Any] = []

    def act() -> None:
        made.append(start_publication(**form.started, by=signed_in(request)))

    if request.method == "POST" and form.is_valid() and succeeds(form, act):
        return redirect("publications:edition", made[0].publication.slug, made[0].language)
    context = {"form": form, "heading": _("New publication"), "button": _("Begin to write")}
    return render(request, "publications/form.html", context, status=_status(request))


@require_POST
def translate(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a language."""
    publication, _role, user = publication_for(request, slug, EDIT)
    language = request.POST.get("language", "")
    done = _("Added. Each block waits for its words.")
    act = partial(add_translation, publication=publication, language=language, by=user)
    if act_and_tell(request, done, act):
        return redirect("publications:edition", slug, language)
    return redirect("publications:edition", slug, publication.original_language)


@never_cache
@require_safe
def edition(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """One language: its blocks, what is in the way, and what comes next."""
    return show_edition(request, edition_for(request, slug, language))


def show_edition(request: HttpRequest, at: At, **given: Any) -> HttpResponse:
    """The page, with a form that came back with errors in the place of a fresh one."""
    numbers = Numbers()
    page = edition_page(at.edition, numbers)
    showing = Showing(at.edition, numbers)
    there = {one.language for one in page.siblings}
    context = {
        "page": page,
        "rows": [(row, showing.block(row.block.kind, row.block.data)) for row in page.rows],
        "edition": at.edition,
        "publication": at.edition.publication,
        "kind": kind_label(at.edition.publication.kind),
        "kinds": KINDS,
        "languages": LANGUAGES,
        "other_languages": {code: name for code, name in LANGUAGES.items() if code not in there},
        "may_edit": may_edit(request.user, at.edition.publication),
        "stands_for_it": page.seat_of(at.user),
        "returning": WordsForm(),
        "schedule": ScheduleForm(),
        "withdraw": WithdrawForm(),
        "correction": CorrectionForm(),
        **given,
    }
    return render(request, "publications/edition.html", context, status=_status(request))


@never_cache
@_read_or_send
def head(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Title, subtitle, summary, authors."""
    at = edition_for(request, slug, language, EDIT)
    form = HeadForm(request.POST or None, initial=head_of(at.edition))

    def act() -> None:
        write_head(edition=at.edition, head=form.head, seen=number_in(request, "seen"), by=at.user)

    if request.method == "POST" and form.is_valid():
        if succeeds(form, act):
            messages.success(request, _("Saved."))
            return redirect("publications:edition", *at.place)
        at = edition_for(request, slug, language, EDIT)  # as a colleague left it
    original = at.edition.publication.editions.filter(
        language=at.edition.publication.original_language
    ).first()
    context = {"form": form, "edition": at.edition, "original": None if at.edition.is_original else original}
    return render(request, "publications/head.html", context, status=_status(request))


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
