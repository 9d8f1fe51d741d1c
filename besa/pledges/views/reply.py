"""The right of reply: the mayor's office reads the drafts behind its private link, and replies."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from besa.core.images import ImageRefused
from besa.core.throttling import Bucket, take
from besa.core.views.trying import act_and_tell
from besa.pledges import document_files
from besa.pledges.documents import DocumentRefused
from besa.pledges.forms.replying import ReplyForm
from besa.pledges.models import Document, ReplyRequest
from besa.pledges.queries.replies import document_shown, drafts_of, general_replies, request_of_link
from besa.pledges.services.acting import Refused
from besa.pledges.services.documents import keep_document
from besa.pledges.services.replying import finish_replies, give_reply
from besa.pledges.views.documents import as_archived, sent_file


def _request_or_404(pk: int, secret: str) -> ReplyRequest:
    found = request_of_link(pk, secret)
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, pk: int, secret: str) -> HttpResponse:
    """Read the drafts, and say something."""
    asked = _request_or_404(pk, secret)
    drafts = drafts_of(asked)
    form = ReplyForm([draft.case for draft in drafts], request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _say(request, asked, form):
        messages.success(request, _("Your reply is kept as you wrote it."))
        return redirect("pledges:reply", pk, secret)
    context = {
        "asked": asked,
        "drafts": drafts,
        "general": general_replies(asked),
        "form": form,
        "secret": secret,
        "mandate": asked.round.mandate,
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    response = render(request, "pledges/reply.html", context, status=status)
    # The secret in the address goes to no other site; "no-referrer" would also hide our own origin from CSRF checks.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def finish(request: HttpRequest, pk: int, secret: str) -> HttpResponse:
    """Say that this is all."""
    done = _("Thank you. Your reply goes to the monitors.")
    act_and_tell(request, done, partial(finish_replies, request=_request_or_404(pk, secret)))
    return redirect("pledges:reply", pk, secret)


@require_safe
def file(request: HttpRequest, pk: int, secret: str, key: str) -> HttpResponseBase:
    """A file on which a draft rests, as it was archived; a photo as we drew it."""
    document = _document_or_404(pk, secret, key)
    return sent_file(document)


@require_safe
def page(request: HttpRequest, pk: int, secret: str, key: str, number: int) -> HttpResponseBase:
    """The picture of one page: of what a citizen sent nothing else is shown."""
    document = _document_or_404(pk, secret, key)
    return as_archived(document_files.page_path(document.key, number), "image/webp")


def _document_or_404(pk: int, secret: str, key: str) -> Document:
    document = document_shown(_request_or_404(pk, secret), key)
    if document is None:
        raise Http404
    return document


def _say(request: HttpRequest, asked: ReplyRequest, form: ReplyForm) -> bool:
    if asked.is_open and not take(Bucket(f"pledges.reply:{asked.pk}", per_hour=60, capacity=60)):
        form.add_error(None, _("That was often. Try again in an hour."))
        return False
    try:
        give_reply(
            request=asked,
            text=form.cleaned_data["text"],
            author=form.cleaned_data["author"],
            language=get_language() or asked.language,
            case=form.case,
            documents=_kept(form),
        )
    except (DocumentRefused, ImageRefused) as refused:
        form.add_error("documents", str(refused))
    except Refused as refused:
        form.add_error(None, str(refused))
    return not form.errors


def _kept(form: ReplyForm) -> list[Document]:
    return [keep_document(file=file, by=None) for file in form.cleaned_data["documents"]]
