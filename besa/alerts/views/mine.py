"""What I follow: by a private link, or signed in. Change, pause, stop."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from besa.alerts.channels.push import NAME as PUSH
from besa.alerts.events import LinksWanted
from besa.alerts.forms.preferences import BrowserForm, LostForm, QuietForm, SubscriptionForm
from besa.alerts.kinds import names_of
from besa.alerts.models import Subscriber
from besa.alerts.queries.followings import Following, following_of, followings_of_user, subscription_of_key
from besa.alerts.scopes import scope_of
from besa.alerts.services.moving import move_browser
from besa.alerts.services.preferences import (
    change_quiet_hours,
    change_subscription,
    pause_everything,
    pause_subscription,
)
from besa.alerts.services.subscriptions import MAIL, fingerprint_of, stop_everything, stop_following
from besa.core.device import device_of, set_device_cookie
from besa.core.services import publish
from besa.core.throttling import Bucket, take
from besa.people.models import User


@never_cache
@require_http_methods(["GET", "POST"])
def following(request: HttpRequest, key: str) -> HttpResponse:
    """All that one address follows. The key in the address is the permission."""
    subscriber = get_object_or_404(Subscriber, key=key)
    form = QuietForm(
        request.POST if "quiet" in request.POST else None,
        initial={"quiet_from": subscriber.quiet_from, "quiet_until": subscriber.quiet_until},
    )
    if request.method == "POST":
        answer = _changed(request, subscriber, form)
        if answer:
            return answer
    one: Following = following_of(subscriber)
    return render(request, "alerts/following.html", {"followings": [one], "form": form, "key": key})


def _changed(request: HttpRequest, subscriber: Subscriber, form: QuietForm) -> HttpResponse | None:
    """What a button of the page did, or None when the form comes back with its errors."""
    if "stop" in request.POST:
        stop_everything(subscriber=subscriber)
        return render(request, "alerts/stopped.html", {"everything": True})
    if "pause" in request.POST or "resume" in request.POST:
        pause_everything(subscriber=subscriber, paused="pause" in request.POST)
    elif form.is_bound and form.is_valid():
        change_quiet_hours(subscriber=subscriber, **form.cleaned_data)
    elif form.is_bound:
        return None
    messages.success(request, _("Saved."))
    return redirect("alerts:following", subscriber.key)


@never_cache
@require_http_methods(["GET", "POST"])
def subscription(request: HttpRequest, key: str) -> HttpResponse:
    """One subscription: of what, how often, in which language; pause and stop."""
    found = subscription_of_key(key)
    if found is None:
        raise Http404
    scope, page = scope_of(found), redirect("alerts:following", found.subscriber.key)
    chosen = {"kinds": names_of(found.kinds), "frequency": found.frequency, "language": found.language}
    form = SubscriptionForm(request.POST if "save" in request.POST else None, scope=scope, initial=chosen)
    if "stop" in request.POST:
        stop_following(key=key)
        return page if Subscriber.objects.filter(pk=found.subscriber_id).exists() else _stopped(request)
    if "pause" in request.POST or "resume" in request.POST:
        pause_subscription(subscription=found, paused="pause" in request.POST)
    elif not (form.is_bound and form.is_valid()):
        return render(request, "alerts/subscription.html", {"one": found, "scope": scope, "form": form})
    else:
        language = form.cleaned_data["language"]
        change_subscription(
            subscription=found,
            kinds=form.chosen_kinds,
            frequency=form.chosen_frequency,
            language=language,
        )
    messages.success(request, _("Saved."))
    return page


def _stopped(request: HttpRequest) -> HttpResponse:
    return render(request, "alerts/stopped.html")


@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """All that somebody who is signed in follows, by whatever channel."""
    user = request.user
    found = followings_of_user(user) if isinstance(user, User) else []
    return render(request, "alerts/mine.html", {"followings": found})


@never_cache
@require_POST
def device(request: HttpRequest) -> HttpResponse:
    """What this browser follows. Its push address, which only the browser and its service know, is the permission."""
    fingerprint = fingerprint_of(PUSH, request.POST.get("endpoint", "")[:1_000])
    subscriber = Subscriber.objects.filter(fingerprint=fingerprint).first()
    if subscriber is not None:
        return redirect("alerts:following", subscriber.key)
    messages.info(request, _("This device follows nothing."))
    return redirect("alerts:lost")


@csrf_exempt  # the service worker posts here without a page; the old push address is the permission
@never_cache
@require_POST
def device_moved(request: HttpRequest) -> HttpResponse:
    """This browser has another push address now. Told twice, it is the same."""
    old = request.POST.get("old", "")[:1_000]
    form = BrowserForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    if not take(Bucket(f"moved:{fingerprint_of(PUSH, old)}", per_hour=10, capacity=10)):
        return HttpResponse(status=429)
    moved = move_browser(old=old, new=form.cleaned_data["endpoint"], keys=form.keys())
    return HttpResponse(status=204 if moved else 404)


@require_http_methods(["GET", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """Send the private link again. The answer is the same whether or not the address follows anything."""
    form = LostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fingerprint = fingerprint_of(MAIL, form.cleaned_data["email"].strip().lower())
        device = Bucket(f"lost:device:{device_of(request)}", per_hour=10, capacity=10)
        if take(device, Bucket(f"lost:{fingerprint}", per_hour=3, capacity=3)):
            with transaction.atomic():
                publish(LinksWanted(fingerprint=fingerprint))
            return set_device_cookie(render(request, "alerts/lost.html", {"sent": True}), request)
        form.add_error("email", _("That was often. Try again in an hour."))
    return render(request, "alerts/lost.html", {"form": form})
