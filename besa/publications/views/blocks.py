"""One block: added, written, moved, deleted; two texts of it when two people wrote it at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from besa.core.refusing import Refused
from besa.core.views.trying import act_and_tell
from besa.publications.blocks import KINDS, BlockRefused, digest_of
from besa.publications.forms.asking import usual_for
from besa.publications.forms.blocks import FORMS, Around, BlockForm
from besa.publications.models import Block, Conflict, Edition
from besa.publications.permissions import EDIT
from besa.publications.queries.comparing import fields_of
from besa.publications.queries.files import files_of, photos_of
from besa.publications.queries.translations import original_block
from besa.publications.refusals import PublicationRefused
from besa.publications.services.files import add_attachment, add_photo
from besa.publications.services.translating import bring_over, confirm_translation
from besa.publications.services.writing import (
    add_block,
    delete_block,
    move_block,
    save_block,
    settle_conflict,
)
from besa.publications.views.loading import At, edition_for, number_in
from besa.publications.views.showing import Showing

_read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_read_or_send
def add(request: HttpRequest, slug: str, language: str, kind: str) -> HttpResponse:
    """A new block behind another one, or at the beginning, or at the end."""
    at = edition_for(request, slug, language, EDIT)
    if kind not in KINDS:
        raise Http404
    after = request.GET.get("after")
    form = _form(request, at.edition, kind)

    def save() -> Block:
        return add_block(edition=at.edition, kind=kind, data=form.written, after=after, by=at.user)

    saved = _written(request, at, form, kind, save)
    if isinstance(saved, Block):
        return _saved(request, at, saved)
    return _page(request, at, form, kind, {"heading": KINDS[kind].label})


@never_cache
@_read_or_send
def block(request: HttpRequest, slug: str, language: str, uid: str) -> HttpResponse:
    """A block to be written. What is sent by a script is answered to it, see `_saved`."""
    at = edition_for(request, slug, language, EDIT)
    there = at.edition.blocks.filter(uid=uid).first()
    kind = there.kind if there else request.POST.get("kind", "")
    if kind not in KINDS or (there is None and request.method != "POST"):
        raise Http404
    original = original_block(at.edition, uid, kind)
    form = _form(request, at.edition, kind, there, translated=original is not None)

    def save() -> Block | Conflict:
        seen, source = number_in(request, "seen"), request.POST.get("translated_from", "")[:64]
        return save_block(
            edition=at.edition, uid=uid, data=form.written, seen=seen, by=at.user, source=source
        )

    saved = _written(request, at, form, kind, save)
    if isinstance(saved, Block | Conflict):
        return _saved(request, at, saved)
    source = digest_of(original.kind, original.data) if original else ""
    context = {"row": there, "original": original, "source": source, "heading": KINDS[kind].label}
    if original is not None:
        context["original_shown"] = Showing(original.edition).block(original.kind, original.data)
    return _page(request, at, form, kind, context)


@require_POST
def move(request: HttpRequest, slug: str, language: str, uid: str) -> HttpResponse:
    """One place up or down."""
    at = edition_for(request, slug, language, EDIT)
    try:
        move_block(edition=at.edition, uid=uid, by=at.user, up=request.POST.get("to") == "up")
    except Refused as refused:
        messages.error(request, str(refused))
    return _back(at, uid)


@require_POST
def delete(request: HttpRequest, slug: str, language: str, uid: str) -> HttpResponse:
    """Delete a block that nobody changed since it was shown."""
    at = edition_for(request, slug, language, EDIT)
    seen = number_in(request, "seen")
    act = partial(delete_block, edition=at.edition, uid=uid, seen=seen, by=at.user)
    act_and_tell(request, _("Deleted. It stays in the history."), act)
    return redirect("publications:edition", *at.place)


@require_POST
def confirm(request: HttpRequest, slug: str, language: str, uid: str) -> HttpResponse:
    """The translation is still right."""
    at = edition_for(request, slug, language, EDIT)
    seen, source = number_in(request, "seen"), request.POST.get("translated_from", "")
    act = partial(confirm_translation, edition=at.edition, uid=uid, seen=seen, source=source, by=at.user)
    act_and_tell(request, _("Marked as right."), act)
    return _back(at, uid)


@require_POST
def bring(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Take over the original's new blocks and its order."""
    at = edition_for(request, slug, language, EDIT)
    act_and_tell(
        request, _("Taken over from the original."), partial(bring_over, edition=at.edition, by=at.user)
    )
    return redirect("publications:edition", *at.place)


@never_cache
@_read_or_send
def conflict(request: HttpRequest, slug: str, language: str, pk: int) -> HttpResponse:
    """Two texts of one block, side by side, and what to do with them."""
    at = edition_for(request, slug, language, EDIT)
    found = get_object_or_404(
        Conflict.objects.select_related("edition__publication", "by"), pk=pk, edition=at.edition
    )
    there = at.edition.blocks.filter(uid=found.block).select_related("changed_by").first()
    mine = Block(edition=at.edition, uid=found.block, kind=found.kind, data=found.data)
    form = _form(request, at.edition, found.kind, mine)
    if request.method == "POST" and (form.is_valid() or request.POST.get("keep") == "theirs"):
        return _settled(request, at, found, form)
    context = {
        "form": form,
        "conflict": found,
        "edition": at.edition,
        "there": there,
        "differences": fields_of(there.data, found.data) if there else [],
    }
    return render(request, "publications/conflict.html", context, status=422 if form.is_bound else 200)


def _settled(request: HttpRequest, at: At, found: Conflict, form: BlockForm) -> HttpResponse:
    keep: Any = request.POST.get("keep")
    if keep not in ("mine", "theirs", "both"):
        raise Http404
    data = None if keep == "theirs" else {**found.data, **form.written}
    seen = number_in(request, "seen")
    try:
        again = settle_conflict(conflict=found, keep=keep, data=data, seen=seen, by=at.user)
    except (BlockRefused, Refused) as refused:
        messages.error(request, str(refused))
        return redirect("publications:conflict", *at.place, found.pk)
    if again is not None:
        messages.error(request, _("The block changed once more. Look at both texts again."))
        return redirect("publications:conflict", *at.place, again.pk)
    messages.success(request, _("Decided. The other text stays in the history."))
    return _back(at, found.block)


def _form(
    request: HttpRequest, edition: Edition, kind: str, there: Block | None = None, *, translated: bool = False
) -> BlockForm:
    form = FORMS[kind]
    around = Around(edition, photos_of(edition.publication), files_of(edition.publication))
    initial = form.filled(there.data) if there else usual_for(edition.publication)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return form(around, *sent, translated=translated, initial=initial)


def _keep_files(request: HttpRequest, at: At, form: BlockForm, kind: str) -> None:
    """Keep what was uploaded, so that it is chosen in the form whatever else is wrong with it."""
    publication = at.edition.publication
    if kind == "photo" and (photo := request.FILES.get("photo")):
        form.remember("file", add_photo(publication=publication, file=photo, by=at.user).key)
    if kind == "file" and (file := request.FILES.get("upload")):
        form.remember("file", add_attachment(publication=publication, file=file, by=at.user).uid)


def _written(
    request: HttpRequest, at: At, form: BlockForm, kind: str, save: Callable[[], Block | Conflict]
) -> Block | Conflict | None:
    """What was saved, or None when the form says why not."""
    if request.method != "POST":
        return None
    try:
        if not at.edition.is_open:
            raise PublicationRefused("not_open")
        _keep_files(request, at, form, kind)
        if form.is_valid():
            return save()
    except BlockRefused as refused:
        form.blame(refused)
    except Refused as refused:
        form.add_error(None, str(refused))
    return None


def _saved(request: HttpRequest, at: At, saved: Block | Conflict) -> HttpResponse:
    """Back to the text, or to the two texts; to a script, what the next saving needs to know."""
    clash = isinstance(saved, Conflict)
    if isinstance(saved, Conflict):
        place = reverse("publications:conflict", args=[*at.place, saved.pk])
    else:
        place = reverse("publications:block", args=[*at.place, saved.uid])
    if request.headers.get("X-Autosave"):
        version = None if isinstance(saved, Conflict) else saved.version
        return JsonResponse({"version": version, "place": place}, status=409 if clash else 200)
    if clash:
        return redirect(place)
    messages.success(request, _("Saved."))
    return _back(at, saved.uid if isinstance(saved, Block) else "")


def _page(request: HttpRequest, at: At, form: BlockForm, kind: str, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    if status == 422 and request.headers.get("X-Autosave"):
        return JsonResponse({"errors": True}, status=status)
    given = {"form": form, "edition": at.edition, "kind": kind, "after": request.GET.get("after"), **context}
    return render(request, "publications/block.html", given, status=status)


def _back(at: At, uid: str) -> HttpResponse:
    place = reverse("publications:edition", args=at.place)
    return redirect(f"{place}#block-{uid}" if uid else place)
