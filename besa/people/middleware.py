"""The door: who may come in at all, on which host, and administrators only with a second factor.

All of it happens in `process_view` and does nothing on public pages, so these cost no query.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from besa.core.brands import BRANDS, brand_of
from besa.people.access import Access, Kind, access_to
from besa.people.models import Role
from besa.people.permissions import standing_of

#: how old the note of a session's last use may grow before it is written again
ACTIVITY_EVERY = timedelta(minutes=5)
#: parameter by which the sign-in host learns from which brand a person came
BRAND_PARAMETER = "from"


class ViewMiddleware:
    """Base of what looks at a request after its address is known. Subclasses write `process_view`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class AccessMiddleware(ViewMiddleware):
    """Applies the table of `besa/site/access.py`. An address nobody listed is the architecture test's to find."""

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """A redirect to the sign-in page, PermissionDenied, or None to go on."""
        access = _access(request)
        if access is None or access.kind is Kind.PUBLIC:
            return None
        if elsewhere := _sign_in_host(request):
            return elsewhere
        if (brand := request.GET.get(BRAND_PARAMETER, "")) in BRANDS:
            request.session["brand"] = brand
        if access.kind is Kind.SIGNING_IN:
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if access.kind is Kind.ACTION and not standing_of(request.user).may(access.action):
            raise PermissionDenied
        return None


class RequireSecondFactorMiddleware(ViewMiddleware):
    """An administrator works with a second factor, used in this very session, or not at all."""

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """A redirect to where the second factor is set up or asked for, or None to go on."""
        access = _access(request)
        if access is None or access.kind not in (Kind.SIGNED_IN, Kind.ACTION):
            return None
        user = request.user
        if not user.is_authenticated or not standing_of(user).holds(Role.ADMINISTRATOR):
            return None
        if any(record["method"] == "mfa" for record in get_authentication_records(request, user)):
            return None
        factors = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
        types = set(factors.values_list("type", flat=True))
        if not types:
            messages.warning(
                request, gettext("Administrators need a second factor. Without one, nothing else opens.")
            )
            return redirect("mfa_index")
        page = "mfa_reauthenticate" if Authenticator.Type.TOTP in types else "mfa_reauthenticate_webauthn"
        return redirect(f"{reverse(page)}?{urlencode({'next': request.get_full_path()})}")


class SessionActivityMiddleware(ViewMiddleware):
    """Notes when a session was last used, for the list of sessions, at most every five minutes."""

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        """Only reads, unless the note is old: a write on each page would queue everybody behind it."""
        access = _access(request)
        if access is None or access.kind is Kind.PUBLIC or not request.user.is_authenticated:
            return
        fresh = UserSession.objects.filter(
            session_key=request.session.session_key, last_seen_at__gt=timezone.now() - ACTIVITY_EVERY
        )
        if not fresh.exists():
            UserSession.objects.create_from_request(request)


def _access(request: HttpRequest) -> Access | None:
    match = request.resolver_match
    return access_to(match.view_name) if match else None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; a fragment asks the browser to load it as a page of its own."""
    to = redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": to.url})
    return to


def _sign_in_host(request: HttpRequest) -> HttpResponseRedirect | None:
    """A redirect to the one host where people sign in: a passkey and a session belong to one host."""
    home = urlsplit(settings.PUBLIC_ADDRESS)
    if not home.netloc or home.netloc == request.get_host():
        return None
    brand = brand_of(request).key
    query = request.GET.copy()
    query[BRAND_PARAMETER] = brand
    return HttpResponseRedirect(f"{home.scheme}://{home.netloc}{request.path}?{query.urlencode()}")
