"""Pages of alerts. A link in a mail never acts by itself: mail scanners open links, people press buttons."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from besa.alerts.forms import FollowForm
from besa.alerts.models import Subscription
from besa.alerts.services.subscriptions import (
    confirm_subscription,
    follow_report,
    silence_reporter,
    stop_following,
)
from besa.core.brands import DEFAULT
from besa.core.device import device_of, set_device_cookie
from besa.core.throttling import Bucket, take
from besa.reports.models import Reporter
from besa.reports.private_links import opens
from besa.reports.queries import public_reports


@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to be told what happens to a report."""
    report = get_object_or_404(public_reports(), pk=pk)
    form = FollowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not _may_ask(request, email):
            form.add_error("email", _("That was often. Try again in an hour."))
        else:
            if not form.is_trapped:
                brand = getattr(request, "brand", DEFAULT).key
                follow_report(report=report, email=email, language=get_language() or "sq", brand=brand)
            messages.success(
                request, _("Look in your mail: press the link there, and you follow this report.")
            )
            return set_device_cookie(redirect("reports:detail", pk), request)
    return render(request, "alerts/follow.html", {"report": report, "form": form})


def _may_ask(request: HttpRequest, email: str) -> bool:
    return take(
        Bucket(f"follow:device:{device_of(request)}", per_hour=20, capacity=20),
        Bucket(f"follow:email:{email.lower()}", per_hour=5, capacity=10),
    )


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """The owner of an address says yes."""
    subscription = get_object_or_404(Subscription.objects.select_related("report"), key=key)
    if request.method == "POST":
        confirm_subscription(key=key)
        messages.success(request, _("You follow this report now."))
        return redirect("reports:detail", subscription.report_id)
    return render(request, "alerts/confirm.html", {"report": subscription.report})


@csrf_exempt  # mail programs post here without a cookie or a token (RFC 8058); the key is the permission
@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """A follower wants no more mail. A key that is gone is fine: it has worked before."""
    if request.method == "POST":
        stop_following(key=key)
        return render(request, "alerts/stopped.html")
    return render(request, "alerts/stop.html")


@csrf_exempt  # as above; the secret of the private link is the permission
@never_cache
@require_http_methods(["GET", "POST"])
def stop_reporter(request: HttpRequest, uid: str, secret: str) -> HttpResponse:
    """The reporter wants no more mail; the private link keeps working."""
    reporter = Reporter.objects.filter(report__uid=uid).first()
    if reporter is None or not opens(secret, reporter):
        raise Http404
    if request.method == "POST":
        silence_reporter(reporter=reporter)
        return render(request, "alerts/stopped.html")
    return render(request, "alerts/stop.html")
