"""The coordinator's page of reminders: who is told of a deadline, when, and how long a clock may stand still."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from besa.people.permissions import require
from besa.places.models import Municipality
from besa.reports.forms.clock import LimitsForm, StepForm
from besa.reports.labels import DEADLINE_LABELS, TARGET_LABELS
from besa.reports.models import Deadline, EscalationStep
from besa.reports.queries.clock_history import reminder_history
from besa.reports.queries.clocks import pause_limits, steps_before, steps_of
from besa.reports.services.escalation import (
    StepExists,
    add_step,
    add_usual_steps,
    remove_step,
    set_pause_limits,
)
from besa.reports.views.coordination import ACTION, address_in, coordinated


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def escalation(request: HttpRequest) -> HttpResponse:
    """The steps, and one more."""
    municipality, role = coordinated(request)
    if request.method == "POST" and "usual" in request.POST:
        add_usual_steps(municipality=municipality, role=str(role))
        return _saved(request, municipality)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_step(
                municipality=municipality,
                deadline=Deadline(form.cleaned_data["deadline"]),
                target=EscalationStep.Target(form.cleaned_data["target"]),
                working_days=form.working_days,
                email=form.cleaned_data["email"],
                role=str(role),
            )
            return _saved(request, municipality)
        except StepExists:
            form.add_error(None, _("You have this reminder already."))
    return _page(request, municipality, {"form": form}, status=422 if form.errors else 200)


@require_POST
def end_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind by this step no more."""
    step = get_object_or_404(EscalationStep.objects.select_related("municipality"), pk=pk)
    role = require(request.user, ACTION, step.municipality_id)
    remove_step(step=step, role=str(role))
    return _saved(request, step.municipality)


@require_POST
def limits(request: HttpRequest) -> HttpResponse:
    """How long a clock may stand still."""
    municipality, role = coordinated(request)
    form = LimitsForm(pause_limits(municipality), request.POST)
    if not form.is_valid():
        return _page(request, municipality, {"limits_form": form}, status=422)
    set_pause_limits(municipality=municipality, days=form.days(), role=str(role))
    return _saved(request, municipality)


def _page(
    request: HttpRequest, municipality: Municipality, forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    context = {
        "municipality": municipality,
        "steps": steps_of(municipality),
        "before": steps_before(municipality),
        "history": reminder_history(municipality),
        "targets": TARGET_LABELS,
        "deadlines": DEADLINE_LABELS,
        "form": StepForm(),
        "limits_form": LimitsForm(pause_limits(municipality)),
        **forms,
    }
    return render(request, "reports/settings/escalation.html", context, status=status)


def _saved(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(address_in("reports:escalation", municipality))
