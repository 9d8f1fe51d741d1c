"""What reviewers say, and what a text said before."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from besa.core.refusing import Refused
from besa.core.views.trying import act_and_tell
from besa.publications.models import Comment, Edition, Revision
from besa.publications.permissions import EDIT, may_edit
from besa.publications.queries.comparing import compare
from besa.publications.queries.contents import content_of
from besa.publications.services.restoring import restore_revision
from besa.publications.services.talking import settle_comment, write_comment
from besa.publications.views.loading import edition_for

_NOTHING = {"title": "", "subtitle": "", "summary": "", "authors": [], "blocks": []}


@require_POST
def comment(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Say something of a block or of the whole text."""
    at = edition_for(request, slug, language)
    block, text = request.POST.get("block", "")[:10], request.POST.get("text", "")
    act = partial(write_comment, edition=at.edition, block=block, text=text, by=at.user)
    act_and_tell(request, _("Said. Everybody who works on this text reads it."), act)
    return redirect(_place(at.edition, block))


@require_POST
def settle(request: HttpRequest, slug: str, language: str, pk: int) -> HttpResponse:
    """What was said is done."""
    at = edition_for(request, slug, language)
    found = get_object_or_404(Comment, pk=pk, edition=at.edition)
    settle_comment(comment=found, by=at.user)
    return redirect(_place(at.edition, found.block))


@never_cache
@require_safe
def revisions(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """All that was kept of a text."""
    at = edition_for(request, slug, language)
    rows = at.edition.revisions.select_related("made_by").prefetch_related("approvals__by").defer("content")
    context = {"edition": at.edition, "revisions": rows[:200]}
    return render(request, "publications/revisions.html", context)


@never_cache
@require_safe
def revision(request: HttpRequest, slug: str, language: str, number: int) -> HttpResponse:
    """What a revision changed, since the one before it or another (`?with=number`); or since it (`?with=now`)."""
    at = edition_for(request, slug, language)
    found = get_object_or_404(at.edition.revisions.select_related("made_by"), number=number)
    old, new = _sides(at.edition, found, request.GET.get("with", ""))
    context = {
        "edition": at.edition,
        "revision": found,
        "with": request.GET.get("with", ""),
        "differences": compare(old, new),
        "may_restore": at.edition.is_open and may_edit(request.user, at.edition.publication),
    }
    return render(request, "publications/revision.html", context)


@require_POST
def restore(request: HttpRequest, slug: str, language: str, number: int) -> HttpResponse:
    """Write a revision over the draft."""
    at = edition_for(request, slug, language, EDIT)
    found = get_object_or_404(at.edition.revisions.select_related("edition"), number=number)
    try:
        restore_revision(revision=found, by=at.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("publications:revision", *at.place, number)
    messages.success(request, _("Restored. What was there before is in the history."))
    return redirect("publications:edition", *at.place)


def _sides(edition: Edition, found: Revision, other: str) -> tuple[dict[str, object], dict[str, object]]:
    """Old and new content of a comparison."""
    if other == "now":
        return found.content, content_of(edition)
    rows = edition.revisions.order_by("-number")
    if other.isdecimal() and len(other) < 9:
        before = get_object_or_404(rows, number=int(other))
    else:
        earlier = rows.filter(number__lt=found.number)
        # What is published is what was submitted, word for word: readers know the version published before it.
        public = earlier.filter(occasion=Revision.Occasion.PUBLISHED).first()
        before = public if public and found.occasion == Revision.Occasion.PUBLISHED else earlier.first()
    return (before.content if before else dict(_NOTHING)), found.content


def _place(edition: Edition, block: str) -> str:
    place = reverse("publications:edition", args=[edition.publication.slug, edition.language])
    return f"{place}#block-{block}" if block else f"{place}#comments"
