"""Who gets what: the list with a look at who would get a report, one recipient, a test message."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from besa.core.fragments import render_page
from besa.core.registries import channels
from besa.delivery.forms import PreviewForm, RecipientForm
from besa.delivery.labels import reason_label
from besa.delivery.models import Recipient
from besa.delivery.queries.deliveries import Tally, tallies_of
from besa.delivery.queries.preview import categories_without, preview
from besa.delivery.queries.recipients import changes_of, recipients_of
from besa.delivery.services.recipients import (
    ChangedMeanwhile,
    add_recipient,
    change_recipient,
    remove_recipient,
    renew_secret,
)
from besa.delivery.services.testing import ask_for_test, test_result
from besa.delivery.views.loading import ACTION, load_recipient
from besa.people.permissions import require
from besa.people.views.scope import chosen_municipality, signed_in, switch
from besa.places.models import Municipality


@never_cache
@require_http_methods(["GET", "HEAD"])
def recipients(request: HttpRequest) -> HttpResponse:
    """All recipients of a municipality, and who would get a report of a category at a place."""
    municipality = chosen_municipality(request, ACTION)
    context: dict[str, Any] = {"municipality": municipality, "switch": switch(request, ACTION)}
    if municipality:
        context |= _list(request, municipality)
    return render_page(request, "delivery/recipients.html", "preview", context)


def _list(request: HttpRequest, municipality: Municipality) -> dict[str, Any]:
    rows = list(recipients_of(municipality))
    tallies = tallies_of(rows)
    form = PreviewForm(request.GET or None, municipality=municipality)
    chosen = form.cleaned_data if form.is_valid() and form.cleaned_data["category"] else None
    names = {category.id: category.name for category in form.categories.values()}
    return {
        "rows": [
            (row, tallies.get(row.pk, Tally()), channels.get(row.channel).label)
            for row in rows
            if row.channel in dict(channels.all())
        ],
        "form": form,
        "preview": preview(municipality, int(chosen["category"]), form.places.get(chosen["place"]))
        if chosen
        else None,
        "without": [names[key] for key in categories_without(municipality, list(names))] if rows else [],
        "channels": channels.all(),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_recipient(request: HttpRequest) -> HttpResponse:
    """Add a recipient of one channel."""
    municipality = chosen_municipality(request, ACTION)
    channel = request.GET.get("channel", "mail")
    if municipality is None or channel not in dict(channels.all()):
        raise Http404
    form = RecipientForm(request.POST or None, municipality=municipality, channel=channel)
    if request.method == "POST" and form.is_valid():
        role = require(request.user, ACTION, municipality.pk).value
        made = add_recipient(municipality=municipality, wanted=form.wanted, by=signed_in(request), role=role)
        messages.success(request, _("Saved. New reports go there from now on."))
        return redirect("delivery:recipient", made.pk)
    context = {"form": form, "municipality": municipality, "channel": form.channel}
    return render(request, "delivery/recipient_new.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recipient(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one recipient; its history, a test message, removal."""
    item, role = load_recipient(request, pk)
    if item.channel not in dict(channels.all()):
        raise Http404
    form = RecipientForm(
        request.POST or None, municipality=item.municipality, channel=item.channel, recipient=item
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_recipient(
                recipient=item,
                wanted=form.wanted,
                seen=form.cleaned_data["seen"],
                by=signed_in(request),
                role=role,
            )
        except ChangedMeanwhile:
            form.add_error(None, _("Somebody else changed it in the meantime. Please look again and save."))
        else:
            return _back(request, item, _("Saved."))
    context = {"form": form, "item": item, "channel": form.channel, **_around(item)}
    return render(request, "delivery/recipient_edit.html", context, status=422 if form.errors else 200)


def _around(item: Recipient) -> dict[str, Any]:
    outcome = test_result(item)
    return {
        "tally": tallies_of([item]).get(item.pk, Tally()),
        "changes": changes_of(item),
        "test": outcome,
        "test_reason": reason_label(outcome.reason) if outcome else "",
    }


@require_POST
def test_recipient(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test message; the worker does."""
    item, _role = load_recipient(request, pk)
    if not ask_for_test(recipient=item, by=signed_in(request)):
        messages.error(request, _("A test message went there a moment ago. Wait a minute."))
        return redirect("delivery:recipient", item.pk)
    return _back(request, item, _("A test message is on its way. Look here again in a minute."))


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Send nothing there any more."""
    item, role = load_recipient(request, pk)
    remove_recipient(recipient=item, by=signed_in(request), role=role)
    messages.success(request, _("Removed. Nothing is sent there any more."))
    return redirect(f"{reverse('delivery:recipients')}?municipality={item.municipality.slug}")


@require_POST
def new_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """Another secret for the signatures."""
    item, role = load_recipient(request, pk)
    if not channels.get(item.channel).signs:
        raise Http404
    renew_secret(recipient=item, by=signed_in(request), role=role)
    return _back(request, item, _("There is a new secret. Tell it to the other system."))


def _back(request: HttpRequest, item: Recipient, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("delivery:recipient", item.pk)
