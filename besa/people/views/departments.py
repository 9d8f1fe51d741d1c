"""The departments of a municipality: who is answerable for what."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from besa.people.forms import DepartmentForm
from besa.people.models import Department
from besa.people.permissions import require
from besa.people.queries import departments_of, members_of
from besa.people.services import NameTaken, change_department, create_department
from besa.people.setting_history import department_history
from besa.people.views.scope import chosen_municipality, signed_in, switch
from besa.places.models import Municipality


def departments(request: HttpRequest) -> HttpResponse:
    """All departments of a municipality, and a form for one more."""
    municipality = chosen_municipality(request, "departments.edit")
    form = DepartmentForm(request.POST or None) if municipality else None
    if municipality and form and request.method == "POST" and form.is_valid():
        try:
            create_department(
                municipality=municipality,
                names=form.names,
                email=form.cleaned_data["email"],
                by=signed_in(request),
            )
        except NameTaken:
            form.add_error("name_sq", _("There is one with this name already."))
        else:
            return _saved(request, municipality)
    context = {
        "form": form,
        "municipality": municipality,
        "departments": departments_of(municipality) if municipality else (),
        "switch": switch(request, "departments.edit"),
    }
    return render(request, "people/departments.html", context)


def department(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one department."""
    item = get_object_or_404(Department.objects.select_related("municipality"), pk=pk)
    require(request.user, "departments.edit", item.municipality_id)
    form = DepartmentForm(request.POST or None, initial=DepartmentForm.initial_of(item))
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if change_department(department=item, names=form.names, email=email, by=signed_in(request)):
            return _saved(request, item.municipality)
        form.add_error(None, _("Somebody else changed it in the meantime. Please look again and save."))
    context = {
        "form": form,
        "department": item,
        "officers": [row.user for row in members_of(item.municipality) if row.department_id == item.pk],
        "history": department_history(item),
    }
    return render(request, "people/department_edit.html", context)


def _saved(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('people:departments')}?municipality={municipality.slug}")
