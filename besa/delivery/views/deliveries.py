"""What was sent to whom: a list with filters, one delivery with its attempts, try again, cancel."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from besa.core.fragments import render_page
from besa.delivery.labels import OCCASION_LABELS, REASON_LABELS, STATE_LABELS
from besa.delivery.models import Attempt, Delivery, State
from besa.delivery.queries.deliveries import deliveries_of, trouble_counts
from besa.delivery.queries.recipients import recipients_of
from besa.delivery.services.following_up import cancel_delivery, retry_delivery
from besa.delivery.views.loading import ACTION, load_delivery
from besa.people.views.scope import chosen_municipality, switch
from besa.places.models import Municipality

ON_A_PAGE = 50
GROUP_LABELS = {
    "problems": gettext_lazy("Problems"),
    "waiting": gettext_lazy("Waiting"),
    "sent": gettext_lazy("Sent, nothing done yet"),
    "acted_on": pgettext_lazy("messages that were", "Acted on"),
    "cancelled": gettext_lazy("Cancelled"),
}
_CAN_RETRY = frozenset({State.FAILED, State.RETRYING, State.CANCELLED})
_CAN_CANCEL = frozenset({State.QUEUED, State.RETRYING, State.FAILED})
LABELS = {"states": STATE_LABELS, "reasons": REASON_LABELS, "occasions": OCCASION_LABELS}


@never_cache
@require_http_methods(["GET", "HEAD"])
def deliveries(request: HttpRequest) -> HttpResponse:
    """All deliveries of a municipality, newest first."""
    municipality = chosen_municipality(request, ACTION)
    context: dict[str, Any] = {"municipality": municipality, "switch": switch(request, ACTION), **LABELS}
    if municipality:
        context |= _list(request, municipality)
    return render_page(request, "delivery/deliveries.html", "results", context)


def _list(request: HttpRequest, municipality: Municipality) -> dict[str, Any]:
    group = request.GET.get("group", "")
    recipient, number = _whole(request.GET.get("recipient")), _whole(request.GET.get("report"))
    found = deliveries_of(municipality, group=group, recipient_id=recipient, number=number)
    return {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "groups": GROUP_LABELS,
        "recipients": recipients_of(municipality),
        "chosen": {"group": group, "recipient": recipient, "report": number},
        "is_narrowed": bool(group or recipient or number),
        "trouble": trouble_counts(municipality),
    }


def _whole(text: str | None) -> int | None:
    """A number that a database key can be, or None."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None


@never_cache
@require_http_methods(["GET", "HEAD"])
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery and every attempt."""
    item, _role = load_delivery(request, pk)
    context = {
        "item": item,
        "attempts": Attempt.objects.filter(delivery=item)[:100],
        "can_retry": item.state in _CAN_RETRY and not item.recipient.removed_at,
        "can_cancel": item.state in _CAN_CANCEL,
        **LABELS,
    }
    return render(request, "delivery/delivery.html", context)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again at once."""
    item, role = load_delivery(request, pk)
    if retry_delivery(delivery=item, role=role):
        return _back(request, item, _("It is tried again now."))
    messages.error(request, _("It is on its way already, or there."))
    return redirect("delivery:delivery", item.pk)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not send it."""
    item, role = load_delivery(request, pk)
    if cancel_delivery(delivery=item, role=role):
        return _back(request, item, _("Cancelled."))
    messages.error(request, _("It went out already."))
    return redirect("delivery:delivery", item.pk)


def _back(request: HttpRequest, item: Delivery, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("delivery:delivery", item.pk)
