"""Feeds of the newest reports: of all, of a municipality, a settlement, a category, or around a point."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from besa.core.brands import DEFAULT
from besa.core.feeds import FORMS, Feed
from besa.core.links import absolute_url, site_address
from besa.places.models import Municipality
from besa.places.queries import municipality_of_slug
from besa.reports import tiles
from besa.reports.feeds import entry_of
from besa.reports.filters import BadFilterError, read_filters
from besa.reports.models import Report
from besa.reports.nearby import Circle, read_circle
from besa.reports.queries.lists import ReportLine, newest_in_circle, page_of
from besa.reports.queries.public import public_reports

_ENTRIES = 40


@require_safe
def feed(request: HttpRequest, form: str, slug: str = "") -> HttpResponse:
    """`?category=`, `?state=`, `?age=`, `?place=` slug, `?lat=&lon=&radius=` in metres; language and brand stay."""
    municipality = municipality_of_slug(slug) if slug else None
    if slug and municipality is None:
        raise Http404
    try:
        circle = read_circle(request.GET)
        reports = read_filters(request.GET).among(_within(municipality, request.GET.get("place", "")))
    except (BadFilterError, ValueError):
        return HttpResponseBadRequest(gettext("This feed does not exist: look at the values in its address."))
    etag = f'W/"{tiles.stamp_of_all()}-{timezone.localdate()}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or _written(request, form, municipality, _newest(reports, circle))
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=60"
    return response


def _within(municipality: Municipality | None, place: str) -> QuerySet[Report]:
    reports = public_reports()
    if municipality:
        reports = reports.filter(municipality=municipality)
    return reports.filter(place__slug=place[:80]) if place else reports


def _newest(reports: QuerySet[Report], circle: Circle | None) -> list[ReportLine]:
    if circle:
        return newest_in_circle(reports, circle, _ENTRIES)
    return page_of(reports, size=_ENTRIES).lines


def _written(
    request: HttpRequest, form: str, municipality: Municipality | None, lines: list[ReportLine]
) -> HttpResponse:
    brand, language = getattr(request, "brand", DEFAULT), get_language() or ""
    query = f"?municipality={municipality.slug}" if municipality else ""
    names = {"brand": brand.name, "place": municipality.name if municipality else ""}
    title = gettext("%(brand)s: reports in %(place)s") if municipality else gettext("%(brand)s: reports")
    changed = max((line.changed_at for line in lines), default=timezone.now())
    about = Feed(
        title=title % names,
        url=site_address(brand.key) + request.get_full_path(),
        page=absolute_url("reports:map", language=language, brand=brand.key) + query,
        language=language,
        brand=brand.key,
        publisher=brand.name,
        changed_at=changed,
    )
    write, content_type = FORMS[form]
    entries = [entry_of(about, line) for line in lines]
    response = HttpResponse(write(about, entries), content_type=content_type)
    response["Last-Modified"] = http_date(changed.timestamp())
    return response
