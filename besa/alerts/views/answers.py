"""What the links in messages lead to: say yes, say stop. Pages with a button each."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from besa.alerts.models import Subscriber
from besa.alerts.queries.followings import subscription_of_key
from besa.alerts.scopes import scope_of
from besa.alerts.services.questions import silence_reporter
from besa.alerts.services.subscriptions import confirm_subscription, stop_everything, stop_following
from besa.reports.models import Reporter
from besa.reports.private_links import opens


@csrf_exempt  # a program at the other end of a webhook posts here too; the key is the permission
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """The owner of an address says yes."""
    subscription = subscription_of_key(key)
    if subscription is None:
        raise Http404
    scope = scope_of(subscription)
    if request.method == "POST":
        confirm_subscription(key=key)
        messages.success(request, _("You follow: %(what)s") % {"what": scope})
        return redirect("alerts:following", subscription.subscriber.key)
    return render(request, "alerts/confirm.html", {"scope": scope, "subscription": subscription})


@csrf_exempt  # mail programs post here without a cookie or a token (RFC 8058); the key is the permission
@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """A follower wants no more of one thing. A key that is gone is fine: it has worked before."""
    subscription = subscription_of_key(key)
    if request.method == "POST":
        stop_following(key=key)
    if request.method == "POST" or subscription is None:
        return render(request, "alerts/stopped.html")
    context = {"subscription": subscription, "scope": scope_of(subscription)}
    return render(request, "alerts/stop.html", context)


@csrf_exempt  # as above
@never_cache
@require_http_methods(["GET", "POST"])
def stop_all(request: HttpRequest, key: str) -> HttpResponse:
    """An address wants no more of anything."""
    subscriber = Subscriber.objects.filter(key=key).first()
    if request.method == "POST" and subscriber is not None:
        stop_everything(subscriber=subscriber)
    if request.method == "POST" or subscriber is None:
        return render(request, "alerts/stopped.html", {"everything": True})
    return render(request, "alerts/stop.html", {"everything": True})


@csrf_exempt  # as above; the secret of the private link is the permission
@never_cache
@require_http_methods(["GET", "POST"])
def stop_reporter(request: HttpRequest, uid: str, secret: str) -> HttpResponse:
    """The reporter wants no more mail; the private link keeps working."""
    reporter = get_object_or_404(Reporter.objects.select_related("report"), report__uid=uid)
    if not opens(secret, reporter):
        raise Http404
    if request.method == "POST":
        silence_reporter(reporter=reporter)
        return render(request, "alerts/stopped.html")
    return render(request, "alerts/stop.html")
