"""Following: a report, or an area and a category."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from besa.alerts import vapid
from besa.alerts.forms.following import AreaFollowForm, FollowForm
from besa.alerts.models import Subscription
from besa.alerts.queries.choices import choice_of_areas, feeds_of
from besa.alerts.scopes import Scope, UnknownScopeError, read_scope
from besa.alerts.services.subscriptions import MAIL, Address, Wish, follow
from besa.core.brands import DEFAULT
from besa.core.device import device_of, set_device_cookie
from besa.core.throttling import Bucket, take
from besa.people.models import User
from besa.reports.queries.public import public_reports


@require_http_methods(["GET", "POST"])
def follow_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to be told what happens to a report."""
    report = get_object_or_404(public_reports().select_related("municipality", "category"), pk=pk)
    scope = Scope(report=report, municipality=report.municipality)
    form = FollowForm(
        request.POST or None, scope=scope, signed_in=user_of(request) is not None, initial=known_of(request)
    )
    if request.method == "POST" and form.is_valid():
        answer = followed(request, form, scope, reverse("reports:detail", args=[pk]))
        if answer:
            return answer
    return render(request, "alerts/follow.html", {"report": report, "form": form, **push_of(request)})


@require_http_methods(["GET", "POST"])
def follow_area(request: HttpRequest) -> HttpResponse:
    """Ask to be told what happens in an area, which the query names; without one, choose a municipality first."""
    try:
        scope = read_scope(request.GET)
    except UnknownScopeError:
        raise Http404 from None
    if scope.is_everywhere and "everywhere" not in request.GET:
        return render(request, "alerts/follow_where.html", {"choice": choice_of_areas(scope)})
    form = AreaFollowForm(
        request.POST or None, scope=scope, signed_in=user_of(request) is not None, initial=_wanted(request)
    )
    if request.method == "POST" and form.is_valid():
        answer = followed(request, form, form.scope, reverse("alerts:asked"))
        if answer:
            return answer
    context = {"scope": scope, "form": form, "feeds": feeds_of(scope), **push_of(request)}
    return render(request, "alerts/follow_area.html", context)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next, after a form was sent; the same for everybody."""
    return render(request, "alerts/asked.html")


def followed(
    request: HttpRequest, form: FollowForm, scope: Scope, back: str
) -> HttpResponseRedirect | HttpResponse | None:
    """Where to go on, or None when the form comes back with its errors."""
    to = _proven(form.to, user_of(request))
    if not _may_ask(request, to):
        form.add_error(None, _("That was often. Try again in an hour."))
        return None
    subscription = None if form.is_trapped else follow(scope=scope, wish=_wish(request, form), to=to)
    if subscription is not None and to.proven:
        messages.success(request, _("You follow: %(what)s") % {"what": scope})
        return set_device_cookie(redirect(_own_page(subscription)), request)
    if to.channel != MAIL:
        messages.success(request, _("We asked the address you named. You follow when its link is opened."))
        return set_device_cookie(redirect("alerts:mine"), request)
    messages.success(request, _("Look in your mail: press the link there, and you follow it."))
    return set_device_cookie(redirect(back), request)


def _own_page(subscription: Subscription) -> str:
    return reverse("alerts:following", args=[subscription.subscriber.key])


def _wish(request: HttpRequest, form: FollowForm) -> Wish:
    return Wish(
        language=get_language() or "sq",
        brand=getattr(request, "brand", DEFAULT).key,
        kinds=form.chosen_kinds,
        frequency=form.chosen_frequency,
    )


def _proven(to: Address, user: User | None) -> Address:
    """Whoever is signed in has proven their own address."""
    own = user is not None and to.channel == MAIL and to.address == user.email.lower()
    return replace(to, user=user, proven=to.proven or own)


def user_of(request: HttpRequest) -> User | None:
    """Who is signed in."""
    return request.user if isinstance(request.user, User) else None


def known_of(request: HttpRequest) -> dict[str, object]:
    """What is known of the reader, for an empty form."""
    user = user_of(request)
    return {"email": user.email} if user else {}


def _wanted(request: HttpRequest) -> dict[str, object]:
    """What is known of the reader, and the map's filter when it asks for what is fixed."""
    only_fixed = {"kinds": ["fixed"]} if request.GET.get("state") == "fixed" else {}
    return known_of(request) | only_fixed


def push_of(request: HttpRequest) -> dict[str, object]:
    """What the button for notifications needs."""
    return {"push_key": vapid.public_key(), "signed_in": user_of(request) is not None}


def _may_ask(request: HttpRequest, to: Address) -> bool:
    return take(
        Bucket(f"follow:device:{device_of(request)}", per_hour=20, capacity=20),
        Bucket(f"follow:{to.channel}:{to.address}", per_hour=5, capacity=10),
    )
