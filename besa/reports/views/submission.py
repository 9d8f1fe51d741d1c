"""Reporting a problem: where, what, sent."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from besa.core.device import device_of, set_device_cookie
from besa.core.images import ACCEPT, ImageRefused
from besa.core.throttling import Bucket, take
from besa.core.time_trap import stamp
from besa.core.views.programs import for_programs
from besa.core.vouching import new_key
from besa.people.views.sender import sender_of
from besa.reports.drafts import MAX_ADDRESS, MAX_PHOTOS, MAX_TEXT
from besa.reports.duplicates import similar_reports
from besa.reports.forms.arrival import Arrival, ComesBackError, LikelyDuplicatesError
from besa.reports.forms.joining import JoinForm
from besa.reports.forms.submission import ReportForm, shown_categories
from besa.reports.models import Report
from besa.reports.private_links import secret_of
from besa.reports.queries import public_reports
from besa.reports.queries.categories import categories_of, grouped
from besa.reports.queries.where import (
    NowhereError,
    Spot,
    active_municipalities,
    place_near,
    places_found,
    spot_of,
)
from besa.reports.services.joining import join_report
from besa.reports.services.photos import keep_upload, kept_upload


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Where first; then, on one page, all the rest."""
    if request.method == "POST":
        return _received(request)
    if not any(request.GET.get(name) for name in ("lat", "lon", "place", "municipality", "q")):
        return _where_page(request)
    if request.GET.get("q"):
        return _places_page(request)
    try:
        spot = spot_of(**{name: request.GET.get(name, "") for name in _SPOT})
    except NowhereError as nowhere:
        return _where_page(request, nowhere=nowhere)
    return _form_page(request, spot, *_empty_form(request, spot))


@require_POST
def first_photo(request: HttpRequest) -> HttpResponse:
    """A photo that says where it was taken leads straight to the form; the photo comes along."""
    file = request.FILES.get("photo")
    if file is None or not take(Bucket(f"photo:{device_of(request)}", per_hour=30, capacity=30)):
        return _where_page(request, photo_error="missing")
    try:
        upload = keep_upload(file)
    except ImageRefused as refused:
        return _where_page(request, photo_error=str(refused))
    if upload.position is None:
        return _where_page(request, photo_error="no_position", kept=upload.token)
    lat, lon = upload.position
    query = urlencode({"lat": f"{lat:.6f}", "lon": f"{lon:.6f}", "kept": upload.token})
    return set_device_cookie(redirect(f"{reverse('reports:new')}?{query}"), request)


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The form that the installed app opens without network: all municipalities, the built-in categories."""
    form = ReportForm(categories=categories_of(0))
    context = _form_context(request, None, form, [])
    return render(request, "reports/report_new.html", context | {"offline": True, "bare": True})


@for_programs
def spot(request: HttpRequest) -> JsonResponse:
    """The name of the place under the pin, for the form's script; a message where no report can be made."""
    try:
        found = spot_of(lat=request.GET.get("lat", ""), lon=request.GET.get("lon", ""))
    except NowhereError as nowhere:
        message = render_to_string("reports/components/nowhere_text.html", {"nowhere": nowhere})
        return JsonResponse({"message": message.strip()})
    near = place_near(found)
    name = f"{near.name}, {found.municipality.name}" if near else found.municipality.name
    return JsonResponse({"name": name, "municipality": found.municipality.slug})


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """A fragment: reports that may be the same as the one being written."""
    try:
        spot = spot_of(lat=request.GET.get("lat", ""), lon=request.GET.get("lon", ""))
    except NowhereError:
        return HttpResponse("")
    likenesses = similar_reports(
        lat=spot.lat,
        lon=spot.lon,
        category_key=request.GET.get("category", "")[:60],
        text=request.GET.get("text", "")[:MAX_TEXT],
    )
    return render(request, "reports/components/similar.html", {"likenesses": likenesses})


@require_POST
def same(request: HttpRequest, pk: int) -> HttpResponse:
    """ "This is it": count with the report that is there, and follow it."""
    report = public_reports().filter(pk=pk).first()
    if report is None:
        raise Http404
    form = JoinForm(request.POST)
    sender = sender_of(request)
    buckets = [Bucket(f"join:device:{sender.device}", per_hour=20, capacity=20)]
    if not form.is_valid() or not take(*buckets):
        context = {"report": report, "form": form, "throttled": form.is_valid()}
        return render(request, "reports/report_same.html", context, status=422)
    email = form.cleaned_data["email"]
    joined = join_report(
        report=report, device=sender.device, email=email, language=sender.language, brand=sender.brand
    )
    if not joined:
        raise Http404
    response = render(request, "reports/report_same.html", {"report": report, "email": email, "done": True})
    return set_device_cookie(response, request)


_SPOT = ("lat", "lon", "place", "municipality")


def receipt_address(report: Report) -> str:
    """The private page of a report."""
    return reverse("reports:receipt", args=[report.uid, secret_of(report.reporter)])


def _received(request: HttpRequest) -> HttpResponse:
    arrival = Arrival(request.POST, request.FILES.getlist("photos"), sender_of(request))
    try:
        report = arrival.deliver()
    except ComesBackError as back:
        return _filled_in(request, arrival, back.status)
    except LikelyDuplicatesError as likely:
        return _duplicates_page(request, arrival, likely)
    return set_device_cookie(HttpResponseRedirect(receipt_address(report)), request)


def _filled_in(request: HttpRequest, arrival: Arrival, status: int) -> HttpResponse:
    context = _form_context(request, arrival.spot, arrival.form, [upload.token for upload in arrival.uploads])
    context |= {
        "message": arrival.message,
        "photo_errors": arrival.photo_errors,
        "nowhere": arrival.nowhere,
        # Another content under the same key is another report if the person sends it again.
        "key": arrival.data.get("key", "") if status == 422 else new_key(),
    }
    response = render(request, "reports/report_new.html", context, status=status)
    return set_device_cookie(_uncached(response), request)


def _duplicates_page(request: HttpRequest, arrival: Arrival, likely: LikelyDuplicatesError) -> HttpResponse:
    again = [
        (name, value)
        for name in arrival.data
        if name not in _NOT_CARRIED
        for value in arrival.data.getlist(name)
    ]
    again += [("kept", upload.token) for upload in arrival.uploads]
    context = {
        "likenesses": likely.likenesses,
        "again": again,
        "email": arrival.draft.email or arrival.sender.account_email,
    }
    return set_device_cookie(_uncached(render(request, "reports/report_duplicates.html", context)), request)


_NOT_CARRIED = frozenset({"csrfmiddlewaretoken", "kept", "drop", "different"})


def _empty_form(request: HttpRequest, spot: Spot) -> tuple[ReportForm, list[str]]:
    initial = {"address": request.GET.get("address", "")[:MAX_ADDRESS]}
    form = ReportForm(
        initial=initial,
        categories=categories_of(spot.municipality.pk),
        needs_email=not spot.municipality.anonymous_reports,
    )
    kept = [token for token in request.GET.getlist("kept")[:MAX_PHOTOS] if kept_upload(token)]
    return form, kept


def _form_page(request: HttpRequest, spot: Spot, form: ReportForm, kept: list[str]) -> HttpResponse:
    response = render(request, "reports/report_new.html", _form_context(request, spot, form, kept))
    return set_device_cookie(_uncached(response), request)


def _form_context(
    request: HttpRequest, spot: Spot | None, form: ReportForm, kept: list[str]
) -> dict[str, Any]:
    shown = shown_categories(form)
    groups = [
        (group, [shown[category.key] for category in group.categories])
        for group in grouped(form.categories.values())
    ]
    return {
        "spot": spot,
        "near": place_near(spot) if spot and (spot.place or spot.exact) else None,
        "form": form,
        "groups": groups,
        "kept": kept,
        "key": new_key(),
        "stamp": stamp(),
        "accept": ACCEPT,
        "max_photos": MAX_PHOTOS,
        "max_text": MAX_TEXT,
        "municipalities": [] if spot else active_municipalities(),
        "proof_or_email": not request.user.is_authenticated,
    }


def _where_page(
    request: HttpRequest, *, nowhere: NowhereError | None = None, photo_error: str = "", kept: str = ""
) -> HttpResponse:
    context = {
        "municipalities": active_municipalities(),
        "nowhere": nowhere,
        "photo_error": photo_error,
        "kept": kept,
        "accept": ACCEPT,
    }
    status = 422 if nowhere or photo_error else 200
    return set_device_cookie(render(request, "reports/report_where.html", context, status=status), request)


def _places_page(request: HttpRequest) -> HttpResponse:
    """What was typed as a place, found among the named ones; what is not found goes along as an address."""
    words = request.GET["q"].strip()[:MAX_ADDRESS]
    municipality = request.GET.get("municipality", "")
    kept = request.GET.getlist("kept")[:1]
    found = places_found(words, municipality)
    if not found and not municipality:
        return _where_page(request, nowhere=NowhereError.missing())
    context = {"found": found, "words": words, "municipality": municipality, "kept": kept}
    return render(request, "reports/report_places.html", context)


def _uncached(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response
