"""The coordinator's page of alarms."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from besa.delivery.forms.limits import AlarmLimitsForm
from besa.delivery.queries.limits import versions_of
from besa.delivery.services.limits import set_alarm_limits
from besa.delivery.services.recipients import ChangedMeanwhile
from besa.delivery.views.loading import ACTION
from besa.people.permissions import require
from besa.people.views.scope import chosen_municipality, signed_in


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alarm_limits(request: HttpRequest) -> HttpResponse:
    """When coordinators are told that something does not arrive, and what held before."""
    municipality = chosen_municipality(request, ACTION)
    if municipality is None:
        raise Http404
    versions = versions_of(municipality)
    form = AlarmLimitsForm(versions[0] if versions else None, request.POST or None)
    if request.method == "POST" and form.is_valid():
        role = require(request.user, ACTION, municipality.pk).value
        seen = form.cleaned_data["seen"]
        try:
            set_alarm_limits(
                municipality=municipality, limits=form.limits(), seen=seen, by=signed_in(request), role=role
            )
        except ChangedMeanwhile:
            form.add_error(None, _("Somebody else changed it in the meantime. Please look again and save."))
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('delivery:alarm_limits')}?municipality={municipality.slug}")
    context = {"municipality": municipality, "form": form, "versions": versions}
    return render(request, "delivery/alarm_limits.html", context, status=422 if form.errors else 200)
