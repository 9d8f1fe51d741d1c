"""An editor shows figures of Besa's own beside a pledge."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from besa.core.views.trying import act_and_tell, succeeds
from besa.pledges.forms.indicating import IndicatorForm
from besa.pledges.models import Indicator
from besa.pledges.permissions import EDIT
from besa.pledges.queries.indicators import bound_to, readings_of
from besa.pledges.services.indicating import bind_indicator, end_indicator
from besa.pledges.views.loading import pledge_for


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def indicators(request: HttpRequest, uid: str) -> HttpResponse:
    """What stands beside the pledge, and the form for another one."""
    pledge, role, user = pledge_for(request, uid, EDIT)
    form = IndicatorForm(pledge, request.POST or None)

    def act() -> None:
        values = {"key": form.cleaned_data["key"], "parameters": form.parameters}
        bind_indicator(pledge=pledge, by=user, role=str(role), **values)

    if request.method == "POST" and form.is_valid() and succeeds(form, act):
        messages.success(request, _("Everybody sees it beside the pledge now."))
        return redirect("pledges:indicators", uid)
    readings = {one.indicator.pk: one for one in readings_of(pledge, None, timezone.now())}
    context = {
        "pledge": pledge,
        "mandate": pledge.mandate,
        "form": form,
        "bound": [(one, readings.get(one.pk)) for one in bound_to(pledge)],
    }
    return render(request, "pledges/indicators.html", context, status=422 if form.is_bound else 200)


@require_POST
def end(request: HttpRequest, uid: str, pk: int) -> HttpResponse:
    """Show one no longer."""
    pledge, role, _user = pledge_for(request, uid, EDIT)
    indicator = get_object_or_404(Indicator.objects.select_related("pledge__mandate"), pk=pk, pledge=pledge)
    done = partial(end_indicator, indicator=indicator, role=str(role))
    act_and_tell(request, _("It is not shown any more."), done)
    return redirect("pledges:indicators", uid)
