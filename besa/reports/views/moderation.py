"""Pages of moderators: what waits, one report, one photo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from besa.people.models import User
from besa.people.permissions import require, standing_of
from besa.reports import blurring
from besa.reports.forms.moderation import REASONS, BlurForm
from besa.reports.models import Photo, Report, Update
from besa.reports.models.report import Visibility
from besa.reports.queries.moderation import (
    ACTION,
    moderated_municipalities,
    moderation_queue,
    open_complaints,
)
from besa.reports.queries.redaction import removals_of
from besa.reports.services.erasure import erase_report
from besa.reports.services.moderation import (
    blur_photo,
    hide_photo,
    hide_report,
    hide_update,
    settle_abuse,
    show_photo,
    show_report,
    show_update,
)
from besa.reports.services.publication import publish_report
from besa.reports.views.photos import PRIVATE_CACHE, picture_response

_VISIBLE = (Photo.State.READY, Photo.State.HIDDEN)
_ON_UPDATES = {"hide_update": hide_update, "show_update": show_update}
#: photos without words are moderated one by one, once they are in view
_SAYS_NOTHING = Q(text="", audience=Update.Audience.PUBLIC)
#: what there is nothing to moderate in
_NOT_OURS = (Visibility.ERASED, Visibility.PRACTICE)


@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """All that waits for this moderator."""
    require(request.user, ACTION)
    waiting = moderation_queue(moderated_municipalities(standing_of(request.user)))
    return render(request, "reports/moderation_queue.html", {"queue": waiting})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report with its photos, updates and complaints, and what can be done about it."""
    report, role = _report_for(request, pk)
    if request.method == "POST":
        _act_on_report(request, report, role)
        return redirect("reports:moderate_report", pk)
    photos = list(report.photos.order_by("position", "pk"))
    context = {
        "report": report,
        "photos": [photo for photo in photos if photo.state in _VISIBLE],
        "waiting": sum(photo.state == Photo.State.WAITING for photo in photos),
        "updates": report.updates.exclude(audience=Update.Audience.INTERNAL).exclude(_SAYS_NOTHING),
        "complaints": open_complaints(report),
        "reasons": dict(REASONS),
        "removals": removals_of(report),
        "may_erase": standing_of(request.user).may("reports.erase", report.municipality_id),
        "is_public": report.visibility == Visibility.PUBLIC,
        "is_hidden": report.visibility == Visibility.HIDDEN,
        "is_awaiting": report.visibility == Visibility.AWAITING_MODERATION,
    }
    return render(request, "reports/moderation_report.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """One photo: hide it, show it again, or blur a part of it."""
    photo, role = _photo_for(request, pk)
    form = BlurForm(request.POST if request.POST.get("action") == "blur" else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        _act_on_photo(request, photo, role, form)
        return redirect("reports:moderate_report", photo.report_id)
    grid = [
        [(blurring.cell_name(row, column), row + 1, column + 1) for column in range(blurring.COLUMNS)]
        for row in range(blurring.ROWS)
    ]
    context = {
        "photo": photo,
        "form": form,
        "grid": grid,
        "chosen": request.POST.getlist("cells"),
        "is_hidden": photo.state == Photo.State.HIDDEN,
    }
    return render(request, "reports/moderation_photo.html", context)


@require_safe
def picture(request: HttpRequest, pk: int, size: str) -> HttpResponseBase:
    """A photo as moderators see it, hidden ones too."""
    photo, _role = _photo_for(request, pk)
    return picture_response(request, photo.key, photo.version, size, PRIVATE_CACHE)


def _report_for(request: HttpRequest, pk: int) -> tuple[Report, str]:
    report = get_object_or_404(Report.objects.select_related("category", "municipality", "place"), pk=pk)
    role = require(request.user, ACTION, report.municipality_id)
    if report.visibility in _NOT_OURS:
        raise Http404
    return report, role.value


def _photo_for(request: HttpRequest, pk: int) -> tuple[Photo, str]:
    photo = get_object_or_404(Photo.objects.select_related("report__municipality"), pk=pk)
    role = require(request.user, ACTION, photo.report.municipality_id)
    if photo.state not in _VISIBLE or photo.report.is_practice:
        raise Http404
    return photo, role.value


def _act_on_report(request: HttpRequest, report: Report, role: str) -> None:
    by = request.user if isinstance(request.user, User) else None
    given: dict[str, Any] = {"report": report, "role": role}
    action = request.POST.get("action")
    done: bool | int = False
    if action == "publish":
        done = publish_report(**given)
    elif action == "hide":
        done = hide_report(**given, by=by)
    elif action == "show":
        done = show_report(**given, by=by)
    elif action == "keep":
        done = settle_abuse(**given, by=by)
    elif action in _ON_UPDATES:
        update = report.updates.filter(pk=_number(request.POST.get("update"))).first()
        done = update is not None and _ON_UPDATES[action](update=update, role=role, by=by)
    _say(request, bool(done))


def _act_on_photo(request: HttpRequest, photo: Photo, role: str, form: BlurForm) -> None:
    by = request.user if isinstance(request.user, User) else None
    action = request.POST.get("action")
    done = False
    if action == "hide":
        done = hide_photo(photo=photo, role=role, by=by)
    elif action == "show":
        done = show_photo(photo=photo, role=role, by=by)
    elif action == "blur":
        try:
            done = blur_photo(photo=photo, regions=form.cleaned_data["regions"], role=role, by=by)
        except ValueError:
            messages.error(request, _("This photo has too many blurred parts already. Hide it instead."))
            return
    _say(request, done)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase a report after a moderator confirmed it."""
    report = get_object_or_404(Report.objects.exclude(visibility__in=_NOT_OURS), pk=pk)
    role = require(request.user, "reports.erase", report.municipality_id)
    if request.method == "POST":
        erase_report(report=report, role=role.value)
        messages.success(request, _("The report is erased."))
        return redirect("reports:moderation")
    return render(request, "reports/report_erase.html", {"report": report, "moderator": True})


def _say(request: HttpRequest, done: bool) -> None:
    if done:
        messages.success(request, _("Done. It is on the public ledger."))
    else:
        messages.error(request, _("Somebody else changed this meanwhile. Look at it again."))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else 0
