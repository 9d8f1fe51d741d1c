"""My account: everything about one's own account on one page, each part with its own form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from besa.people.forms import ProfileForm
from besa.people.models import Role, User
from besa.people.permissions import standing_of
from besa.people.queries import second_factors_of, session_count_of
from besa.people.roles import label_of, scope_of
from besa.people.services import change_profile


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
