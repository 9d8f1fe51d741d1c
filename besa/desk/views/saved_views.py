"""Saving a queue under a name, and changing what was saved."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from besa.desk.builtin_views import VIEWS
from besa.desk.filters import filters_from
from besa.desk.forms.saved_views import SavedViewForm
from besa.desk.labels import VIEW_LABELS
from besa.desk.models import SavedView
from besa.desk.queries.choices import chips_of
from besa.desk.queries.saved_views import saved_views_for
from besa.desk.scopes import Scope
from besa.desk.services.saved_views import SavedViewRefused, change_saved_view, delete_saved_view, save_view
from besa.desk.views.queue import query_of, queue_for, reader_and_scope
from besa.people.models import User
from besa.people.permissions import standing_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_saved_view(request: HttpRequest) -> HttpResponse:
    """Name the queue whose address this page was given."""
    user, scope, scopes = reader_and_scope(request)
    filters = filters_from(request.GET, tuple(VIEWS))
    form = SavedViewForm(request.POST or None)
    back = f"{reverse('desk:queue')}?{query_of(filters, scope, scopes)}"
    if request.method == "POST" and form.is_valid() and _save(form, user, scope, filters.as_query()):
        messages.success(request, _("Saved. You find it beside the other views."))
        return redirect(back)
    context = {
        "form": form,
        "scope": scope,
        "view_label": VIEW_LABELS[filters.view],
        "chips": chips_of(filters, scope.municipality, queue_for(user, scope, filters).categories),
        "saved": saved_views_for(user, scope),
        "back": back,
    }
    return render(request, "desk/saved_view_new.html", context, status=422 if form.errors else 200)


def _save(form: SavedViewForm, user: User, scope: Scope, query: str) -> bool:
    try:
        save_view(
            owner=user,
            municipality=scope.municipality,
            query=query,
            practice=scope.trainee is not None,
            **form.cleaned_data,
        )
    except SavedViewRefused as refused:
        _explain(form, refused)
    return form.is_valid()


def _explain(form: SavedViewForm, refused: SavedViewRefused) -> None:
    words = {
        "name_taken": _("You have a view with this name already. Choose another name."),
        "too_many": _("You have 50 views. Delete one that you do not need."),
    }
    form.add_error("name", words[refused.key])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saved_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename, share or delete a view of one's own; a coordinator also what colleagues share."""
    view = _editable(request, pk)
    back = f"{reverse('desk:queue')}?{view.query}"
    form = SavedViewForm(request.POST or None, initial={"name": view.name, "shared": view.shared})
    if request.method == "POST" and "delete" in request.POST:
        delete_saved_view(view=view)
        messages.success(request, _("The view is deleted. No report has changed."))
        return redirect("desk:queue")
    if request.method == "POST" and form.is_valid():
        try:
            change_saved_view(view=view, **form.cleaned_data)
        except SavedViewRefused as refused:
            _explain(form, refused)
        else:
            return redirect(back)
    context = {"form": form, "view": view, "back": back}
    return render(request, "desk/saved_view.html", context, status=422 if form.errors else 200)


def _editable(request: HttpRequest, pk: int) -> SavedView:
    view = get_object_or_404(SavedView.objects.select_related("municipality"), pk=pk)
    standing = standing_of(request.user)
    if view.practice != (standing.trainee is not None):
        raise Http404
    coordinates = view.shared and not view.practice and standing.may("categories.edit", view.municipality_id)
    if (
        not (view.owner_id == request.user.pk and standing.may("desk.see", view.municipality_id))
        and not coordinates
    ):
        raise Http404
    return view
