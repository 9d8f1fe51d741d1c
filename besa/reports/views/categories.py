"""The categories of a municipality: what it offers, who answers by when, what is asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from besa.people.queries import department_choices
from besa.places.models import Municipality
from besa.reports.forms.categories import HandlingForm, MunicipalityForm, NewCategoryForm, QuestionForm
from besa.reports.models import Category, Question
from besa.reports.queries.category_settings import (
    categories_to_edit,
    category_history,
    category_to_edit,
    questions_to_edit,
    rule_for,
)
from besa.reports.services.categories import (
    ChangedMeanwhile,
    add_category,
    add_question,
    change_handling,
    change_municipality,
    change_question,
    remove_question,
)
from besa.reports.views.coordination import address_in, coordinated, preview_of

_ACTION = "categories.edit"
_read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def _category(key: str, municipality: Municipality) -> Category:
    return get_object_or_404(category_to_edit(municipality), key=key)


@never_cache
@_read_or_send
def categories(request: HttpRequest) -> HttpResponse:
    """All categories, and what the municipality has made of each."""
    municipality, _role = coordinated(request, _ACTION)
    settings_now = {
        "anonymous_reports": municipality.anonymous_reports,
        "moderation": municipality.moderation,
    }
    context = {
        "municipality": municipality,
        "rows": categories_to_edit(municipality),
        "settings_form": MunicipalityForm(initial=settings_now),
    }
    return render(request, "reports/category_list.html", context)


@never_cache
@_read_or_send
def settings(request: HttpRequest) -> HttpResponse:
    """What holds for all categories: anonymous reports, when reports are read."""
    municipality, role = coordinated(request, _ACTION)
    form = MunicipalityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        change_municipality(municipality=municipality, role=str(role), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(address_in("reports:categories", municipality))
    context = {
        "municipality": municipality,
        "rows": categories_to_edit(municipality),
        "settings_form": form,
    }
    return render(request, "reports/category_list.html", context, status=422 if form.errors else 200)


@never_cache
@_read_or_send
def category(request: HttpRequest, key: str) -> HttpResponse:
    """How the municipality handles one category, and what it asks."""
    municipality, role = coordinated(request, _ACTION)
    item = _category(key, municipality)
    form = HandlingForm(rule_for(municipality, item), department_choices(municipality), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_handling(
                municipality=municipality,
                category=item,
                handling=form.handling(),
                seen=form.cleaned_data["seen"],
                role=str(role),
            )
        except ChangedMeanwhile:
            form.add_error(
                None, _("Somebody else changed this in the meantime. Open the page again and compare.")
            )
        else:
            messages.success(request, _("Saved."))
            return redirect(address_in("reports:category", municipality, key))
    questions = questions_to_edit(municipality, item)
    context = {"municipality": municipality, "category": item, "form": form, "questions": questions}
    context |= {"history": category_history(municipality, item), **preview_of(municipality, item)}
    return render(request, "reports/category_edit.html", context, status=422 if form.errors else 200)


@never_cache
@_read_or_send
def new_category(request: HttpRequest) -> HttpResponse:
    """A category of the municipality's own."""
    municipality, role = coordinated(request, _ACTION)
    form = NewCategoryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = add_category(
            municipality=municipality,
            names=form.words(),
            group=given["group"],
            icon=given["icon"],
            role=str(role),
        )
        messages.success(request, _("The category is there. Say who answers."))
        return redirect(address_in("reports:category", municipality, made.key))
    context = {"municipality": municipality, "form": form}
    return render(request, "reports/category_new.html", context, status=422 if form.errors else 200)


@never_cache
@_read_or_send
def new_question(request: HttpRequest, key: str) -> HttpResponse:
    """One more question of a category."""
    municipality, role = coordinated(request, _ACTION)
    item = _category(key, municipality)
    form = QuestionForm(None, request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_question(municipality=municipality, category=item, asked=form.asked(), role=str(role))
        messages.success(request, _("The question is asked from now on."))
        return redirect(address_in("reports:category", municipality, key))
    context = {"municipality": municipality, "category": item, "form": form, "question": None}
    return render(request, "reports/question_edit.html", context, status=422 if form.errors else 200)


@never_cache
@_read_or_send
def question(request: HttpRequest, key: str, question: str) -> HttpResponse:
    """Change a question of the municipality's own, or ask it no more."""
    municipality, role = coordinated(request, _ACTION)
    own = Question.objects.select_related("category", "municipality")
    item = get_object_or_404(own, category__key=key, key=question, municipality=municipality)
    form = QuestionForm(item, None if "remove" in request.POST else request.POST or None)
    if request.method == "POST" and "remove" in request.POST:
        remove_question(question=item, role=str(role))
        messages.success(request, _("The question is asked no more."))
        return redirect(address_in("reports:category", municipality, key))
    if request.method == "POST" and form.is_valid():
        change_question(question=item, asked=form.asked(), role=str(role))
        messages.success(request, _("Saved."))
        return redirect(address_in("reports:category", municipality, key))
    context = {"municipality": municipality, "category": item.category, "form": form, "question": item}
    return render(request, "reports/question_edit.html", context, status=422 if form.errors else 200)
