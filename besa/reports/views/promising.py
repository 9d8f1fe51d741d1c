"""The coordinator's pages of deadlines: by when an answer and a repair are due."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from besa.people.models import Role
from besa.places.models import Municipality
from besa.reports.deadlines.words import terms_in_words
from besa.reports.forms.promising import PromiseForm
from besa.reports.models import Category
from besa.reports.queries.category_settings import category_to_edit
from besa.reports.queries.promises import common_promise, promise_page, promises_by_category
from besa.reports.services.categories import ChangedMeanwhile
from besa.reports.services.promising import newest_rule_id, set_deadlines
from besa.reports.views.coordination import address_in, coordinated, preview_of


@never_cache
@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """What is promised for each category."""
    municipality, _role = coordinated(request)
    common = common_promise(municipality)
    context = {
        "municipality": municipality,
        "rows": promises_by_category(municipality),
        "answer": terms_in_words(common.response),
        "repair": terms_in_words(common.fix),
    }
    return render(request, "reports/settings/deadlines.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def common_deadlines(request: HttpRequest) -> HttpResponse:
    """The promise for all categories that have none of their own."""
    municipality, role = coordinated(request)
    return _promise(request, municipality, role, None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def category_deadlines(request: HttpRequest, key: str) -> HttpResponse:
    """The promise for one category."""
    municipality, role = coordinated(request)
    category = get_object_or_404(category_to_edit(municipality), key=key)
    return _promise(request, municipality, role, category)


def _promise(
    request: HttpRequest, municipality: Municipality, role: Role, category: Category | None
) -> HttpResponse:
    page = promise_page(municipality, category)
    seen = newest_rule_id(municipality, category)
    form = PromiseForm(page.promise, seen, request.POST or None, for_all=category is None)
    if request.method == "POST" and form.is_valid() and _save(form, municipality, role, category):
        messages.success(
            request, _("Saved. New reports get the new deadlines; those that are there keep theirs.")
        )
        return redirect(address_in("reports:deadlines", municipality))
    context = {"municipality": municipality, "category": category, "form": form, "page": page}
    if category is not None:
        context |= preview_of(municipality, category)
    return render(request, "reports/settings/promise.html", context, status=422 if form.errors else 200)


def _save(form: PromiseForm, municipality: Municipality, role: Role, category: Category | None) -> bool:
    try:
        set_deadlines(
            municipality=municipality,
            category=category,
            promise=form.promise(),
            seen=form.cleaned_data["seen"],
            role=str(role),
        )
    except ChangedMeanwhile:
        form.add_error(
            None, _("Somebody else changed this in the meantime. Open the page again and compare.")
        )
        return False
    return True
