"""A municipality's prepared answers: what there is, editing one, its history and how it reads."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from besa.desk.forms.templates import TemplateForm
from besa.desk.queries.previews import previews_of
from besa.people.models import Role
from besa.people.permissions import require
from besa.people.views.scope import chosen_municipality, signed_in
from besa.places.models import Municipality
from besa.reports.labels import STATE_LABELS
from besa.reports.models import ResponseTemplate
from besa.reports.queries.templates import templates_of
from besa.reports.services.templates import StaleTemplate, retire_template, save_template
from besa.reports.template_words import PLACEHOLDERS

ACTION = "templates.edit"
_read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def _authorise(request: HttpRequest) -> tuple[Municipality, Role]:
    """The municipality of the address, else the person's own, else the first; and the role there."""
    municipality = chosen_municipality(request, ACTION) or Municipality.objects.filter(active=True).first()
    if municipality is None:
        raise Http404
    return municipality, require(request.user, ACTION, municipality.pk)


@never_cache
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """All that are offered, with how often each was used."""
    municipality, _role = _authorise(request)
    context = {
        "municipality": municipality,
        "rows": templates_of(municipality),
        "state_labels": STATE_LABELS,
    }
    return render(request, "desk/template_list.html", context)


@never_cache
@_read_or_send
def new_template(request: HttpRequest) -> HttpResponse:
    """Write one."""
    municipality, role = _authorise(request)
    form = TemplateForm(municipality, None, request.POST or None)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        _save(request, municipality, form, role, None)
        return redirect(_list_of(municipality))
    return _page(request, municipality, form, None)


@never_cache
@_read_or_send
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one, see how it reads and how it read before, or offer it no longer."""
    known = ResponseTemplate.objects.select_related("municipality", "category")
    found = get_object_or_404(known, pk=pk, retired_at__isnull=True)
    role = require(request.user, ACTION, found.municipality_id)
    if request.method == "POST" and "retire" in request.POST:
        return _retire(request, found, role)
    form = TemplateForm(found.municipality, found, request.POST or None)
    sent = request.method == "POST" and "preview" not in request.POST
    if sent and form.is_valid() and _save(request, found.municipality, form, role, found):
        return redirect(_list_of(found.municipality))
    return _page(request, found.municipality, form, found)


def _save(
    request: HttpRequest,
    municipality: Municipality,
    form: TemplateForm,
    role: Role,
    found: ResponseTemplate | None,
) -> bool:
    values = form.cleaned_data
    try:
        save_template(
            municipality=municipality,
            name=values["name"],
            category=values["chosen_category"],
            state=values["state"],
            texts=values["texts"],
            role=str(role),
            by=signed_in(request),
            template=found,
            seen=_moment(values["seen"]),
        )
    except StaleTemplate:
        form.add_error(None, _("A colleague has changed this answer meanwhile. Open it again to see how."))
        return False
    messages.success(request, _("The prepared answer is saved."))
    return True


def _retire(request: HttpRequest, found: ResponseTemplate, role: Role) -> HttpResponse:
    try:
        retire_template(
            template=found,
            role=str(role),
            by=signed_in(request),
            seen=_moment(request.POST.get("seen", "")),
        )
    except StaleTemplate:
        messages.error(request, _("A colleague has changed this answer meanwhile. Look at it again."))
        return redirect("desk:template", found.pk)
    messages.success(request, _("The prepared answer is no longer offered."))
    return redirect(_list_of(found.municipality))


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _page(
    request: HttpRequest, municipality: Municipality, form: TemplateForm, found: ResponseTemplate | None
) -> HttpResponse:
    texts = form.cleaned_data.get("texts", {}) if form.is_bound and form.is_valid() else {}
    if found is not None and not form.is_bound:
        texts = found.texts
    context = {
        "municipality": municipality,
        "form": form,
        "template": found,
        "placeholders": PLACEHOLDERS,
        "previews": previews_of(municipality, texts, form.category_chosen, str(signed_in(request))),
        "versions": found.versions.select_related("by") if found else [],
        "state_labels": STATE_LABELS,
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "desk/template_edit.html", context, status=status)


def _list_of(municipality: Municipality) -> str:
    return f"{reverse('desk:templates')}?municipality={municipality.slug}"
