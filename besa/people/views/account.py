"""My account: everything about one's own account on one page, each part with its own form."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from besa.core.context_processors import brand_of
from besa.people.forms import ProfileForm
from besa.people.forms.profile import DeleteAccountForm
from besa.people.models import Role, User
from besa.people.own_data import all_kept_of
from besa.people.permissions import standing_of
from besa.people.queries import second_factors_of, session_count_of
from besa.people.roles import label_of, scope_of
from besa.people.services import LastAdministrator, change_profile, delete_account


def account(request: HttpRequest) -> HttpResponse:
    """Name and language here; address, password, second factors and sessions are one link away."""
    user = request.user
    if not isinstance(user, User):
        return redirect("account_login")
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        change_profile(user=user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("people:account")
    standing = standing_of(user)
    context = {
        "form": form,
        "roles": [(label_of(held.role), scope_of(held)) for held in standing.memberships],
        "needs_second_factor": standing.holds(Role.ADMINISTRATOR),
        "factors": second_factors_of(user),
        "session_count": session_count_of(user),
        "has_password": user.has_usable_password(),
    }
    return render(request, "people/account.html", context)


@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """A copy of all that is kept about the person, as a file."""
    user = request.user
    if not isinstance(user, User):
        return redirect("account_login")
    response = JsonResponse(all_kept_of(user), json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="besa-account.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Leave for good, after typing one's own address."""
    user = request.user
    if not isinstance(user, User):
        return redirect("account_login")
    form = DeleteAccountForm(request.POST or None, email=user.email)
    if request.method == "POST" and form.is_valid():
        try:
            delete_account(user=user, brand=brand_of(request).key)
        except LastAdministrator:
            form.add_error(None, _("You are the last administrator. Invite another one first."))
        else:
            logout(request)
            messages.success(request, _("Your account is deleted."))
            return redirect(f"/{get_language()}/")
    return render(request, "people/account_delete.html", {"form": form}, status=422 if form.errors else 200)
