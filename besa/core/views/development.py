"""Pages for developers: mails that were sent, every component in every state. Only on this machine."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from besa.core import languages, samples
from besa.core.models import OutgoingMail

View = Callable[..., HttpResponse]
#: a mail is not our page: it may style itself, and nothing else
_MAIL_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


def only_on_this_machine(view: View) -> View:
    """404 as soon as the installation answers to a host outside this machine."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.LOOPBACK:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@only_on_this_machine
def mails(request: HttpRequest) -> HttpResponse:
    """Mails that were sent or wait, newest first."""
    pages = Paginator(OutgoingMail.objects.order_by("-pk"), 50)
    return render(request, "core/dev/mails.html", {"page": pages.get_page(request.GET.get("page"))})


@require_safe
@only_on_this_machine
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail: envelope, plain text, and its HTML in a frame."""
    return render(request, "core/dev/mail.html", {"mail": get_object_or_404(OutgoingMail, pk=pk)})


@require_safe
@xframe_options_sameorigin
@only_on_this_machine
def mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part of a mail, as a mail program would show it."""
    response = HttpResponse(get_object_or_404(OutgoingMail, pk=pk).html)
    response["Content-Security-Policy"] = _MAIL_POLICY
    return response


@require_safe
@only_on_this_machine
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, in the language of `?lang=`."""
    asked = request.GET.get("lang", "")
    with translation.override(asked if asked in languages.ALL else translation.get_language()):
        return render(request, "core/dev/components.html", samples.everything())
