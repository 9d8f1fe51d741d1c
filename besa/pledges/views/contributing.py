"""Citizens send what they know of a pledge, and follow it behind a private link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from besa.core.device import set_device_cookie
from besa.core.throttling import Bucket, take
from besa.core.time_trap import stamp
from besa.core.vouching import new_key
from besa.people.models import User
from besa.people.views.sender import sender_of
from besa.pledges.contributions import MAX_FILES, REFUSALS, STATES, kept_of, secret_of
from besa.pledges.documents import ACCEPT
from besa.pledges.forms.contributing import (
    AnswerForm,
    Arrival,
    ComesBackError,
    ContributionForm,
    Uploads,
    token_of,
)
from besa.pledges.models import Contribution, Pledge
from besa.pledges.public_cards import title_of
from besa.pledges.queries.contributions import contribution_of_link, contribution_of_mail
from besa.pledges.queries.public_pledge import public_pledge
from besa.pledges.services.acting import Refused, Stale
from besa.pledges.services.contributing import (
    answer_question,
    confirm_contribution,
    erase_contribution,
    send_receipt_again,
    takes_contributions,
)

_read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@_read_or_send
def contribute(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The form on a pledge of a frozen list."""
    pledge = public_pledge(uid, slug)
    if pledge is None or not takes_contributions(pledge):
        raise Http404
    if request.method != "POST":
        return _form_page(request, pledge, ContributionForm(pledge))
    user = request.user if isinstance(request.user, User) else None
    arrival = Arrival(pledge, request.POST, request.FILES.getlist("photos"), sender_of(request), user)
    try:
        contribution = arrival.deliver()
    except ComesBackError as back:
        return _comes_back(request, arrival, back)
    return set_device_cookie(redirect(_address(contribution)), request)


@_read_or_send
def contribution(request: HttpRequest, uid: str, secret: str) -> HttpResponse:
    """What became of it, for who sent it; an answer to a monitor's question is sent here."""
    found = _of_link(uid, secret)
    uploads = Uploads(request.POST, request.FILES.getlist("photos"))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answers(form, found, uploads):
        messages.success(request, _("Sent. A monitor reads it."))
        return redirect(_address(found))
    return _receipt(request, found, form, uploads)


@_read_or_send
def withdraw(request: HttpRequest, uid: str, secret: str) -> HttpResponse:
    """Take it back, after a question."""
    found = _of_link(uid, secret)
    context = {"contribution": found, "pledge": found.pledge, "back": _address(found)}
    if request.method != "POST":
        return _private(render(request, "pledges/contribution_withdraw.html", context))
    try:
        erase_contribution(contribution=found, role="citizen")
    except Stale:
        messages.error(request, _("A monitor has decided in the meantime. Read what, then decide."))
        return redirect(_address(found))
    return _private(render(request, "pledges/contribution_withdraw.html", context | {"done": True}))


@_read_or_send
def confirm(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """A button that confirms the address. Opening the page does nothing: mail scanners open every link."""
    found = contribution_of_mail(uid, token)
    if found is None:
        raise Http404
    if request.method != "POST":
        context = {"contribution": found, "pledge": found.pledge}
        return _private(render(request, "pledges/contribution_confirm.html", context))
    confirm_contribution(contribution=found)
    messages.success(request, _("Thank you. A monitor looks at it now."))
    return redirect(_address(found))


@require_safe
def data(request: HttpRequest, uid: str, secret: str) -> HttpResponse:
    """All that is kept of it, as a file."""
    response = JsonResponse(kept_of(_of_link(uid, secret)), json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="besa.json"'
    return _private(response)


@require_POST
def resend(request: HttpRequest, uid: str, secret: str) -> HttpResponse:
    """The mail with the link once more."""
    found = _of_link(uid, secret)
    if found.email and take(Bucket(f"pledge_evidence:resend:{found.uid}", per_hour=1, capacity=3)):
        send_receipt_again(contribution=found)
        messages.success(request, _("The e-mail is on its way again. Look in the spam folder too."))
    else:
        messages.error(request, _("The e-mail was sent several times already. Wait an hour and try again."))
    return redirect(_address(found))


def _of_link(uid: str, secret: str) -> Contribution:
    found = contribution_of_link(uid, secret)
    if found is None:
        raise Http404
    return found


def _address(found: Contribution) -> str:
    return reverse("pledges:contribution", args=[found.uid, secret_of(found)])


def _answers(form: AnswerForm, found: Contribution, uploads: Uploads) -> bool:
    if found.state != Contribution.State.ASKED or not take(_answering(found)):
        form.add_error(None, _("The question is no longer open."))
        return False
    uploads.keep()
    if uploads.errors:
        return False
    try:
        answer_question(contribution=found, text=form.cleaned_data["text"], documents=uploads.documents)
    except Stale:
        form.add_error(None, _("The question is no longer open."))
    except Refused:
        form.add_error("text", _("Write an answer, or add a file."))
    return not form.errors


def _answering(found: Contribution) -> Bucket:
    return Bucket(f"pledge_evidence:answer:{found.uid}", per_hour=10, capacity=10)


def _form_page(
    request: HttpRequest, pledge: Pledge, form: ContributionForm, status: int = 200, **more: Any
) -> HttpResponse:
    title, title_language = title_of(pledge)
    context = {
        "pledge": pledge,
        "mandate": pledge.mandate,
        "title": title,
        "title_language": title_language,
        "form": form,
        "key": new_key(),
        "stamp": stamp(),
        "accept": ACCEPT,
        "most_files": MAX_FILES,
        **more,
    }
    response = render(request, "pledges/contribute.html", context, status=status)
    add_never_cache_headers(response)
    return set_device_cookie(response, request)


def _comes_back(request: HttpRequest, arrival: Arrival, back: ComesBackError) -> HttpResponse:
    uploads = arrival.uploads
    # Another content under the same key is another one if the person sends it again.
    key = arrival.data.get("key", "") if back.status == 422 else new_key()
    return _form_page(
        request,
        arrival.pledge,
        arrival.form,
        back.status,
        key=key,
        message=back.message,
        file_errors=uploads.errors,
        kept=[token_of(document) for document in uploads.documents],
        position=uploads.position,
    )


def _receipt(request: HttpRequest, found: Contribution, form: AnswerForm, uploads: Uploads) -> HttpResponse:
    context = {
        "contribution": found,
        "pledge": found.pledge,
        "mandate": found.pledge.mandate,
        "state": STATES[found.state],
        "refusal": REFUSALS.get(found.refusal, ""),
        "form": form,
        "secret": secret_of(found),
        "private_link": request.build_absolute_uri(_address(found)),
        "file_errors": uploads.errors,
        "kept": [token_of(document) for document in uploads.documents],
        "accept": ACCEPT,
    }
    status = 422 if request.method == "POST" else 200
    return _private(render(request, "pledges/contribution.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """A secret address must not leak to the next site, to a search engine or to a shared cache."""
    add_never_cache_headers(response)
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
