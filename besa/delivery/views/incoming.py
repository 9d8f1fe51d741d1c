"""Mails that came in and wait for a person: read, publish as an answer, discard."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from besa.delivery.forms import AnswerForm
from besa.delivery.labels import INCOMING_LABELS
from besa.delivery.models import IncomingMail
from besa.delivery.queries.incoming import contents_of, waiting_for_a_person
from besa.delivery.services.reading_by_hand import discard_mail, publish_by_hand
from besa.delivery.views.loading import ACTION, load_incoming
from besa.people.views.scope import chosen_municipality, signed_in, switch
from besa.reports.services.answers import ChangeRefused, StaleReport

ON_A_PAGE = 50


@never_cache
@require_http_methods(["GET", "HEAD"])
def incoming(request: HttpRequest) -> HttpResponse:
    """All mails of a municipality that wait for a person."""
    municipality = chosen_municipality(request, ACTION)
    context: dict[str, Any] = {"municipality": municipality, "switch": switch(request, ACTION)}
    if municipality:
        found = Paginator(waiting_for_a_person(municipality), ON_A_PAGE)
        context |= {"page": found.get_page(request.GET.get("page")), "reasons": INCOMING_LABELS}
    return render(request, "delivery/incoming.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def incoming_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, with what could be read of it."""
    mail, role = load_incoming(request, pk)
    contents = contents_of(mail)
    form = AnswerForm(request.POST or None, initial={"text": contents.words})
    if request.method == "POST" and mail.delivery and form.is_valid():
        try:
            publish_by_hand(mail=mail, text=form.cleaned_data["text"], by=signed_in(request), role=role)
        except (ChangeRefused, StaleReport):
            form.add_error(None, _("This report takes no answers any more."))
        else:
            return _done(request, mail, _("Published under the report."))
    context = {"mail": mail, "contents": contents, "form": form, "reasons": INCOMING_LABELS}
    return render(request, "delivery/incoming_mail.html", context, status=422 if form.errors else 200)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete it."""
    mail, _role = load_incoming(request, pk)
    discard_mail(mail=mail)
    return _done(request, mail, _("Discarded."))


def _done(request: HttpRequest, mail: IncomingMail, text: str) -> HttpResponse:
    messages.success(request, text)
    slug = mail.municipality.slug if mail.municipality else ""
    return redirect(f"{reverse('delivery:incoming')}?municipality={slug}")
