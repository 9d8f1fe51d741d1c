"""Posters, and the files of every edition: made in the background, then downloaded from stable addresses."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from besa.core import languages
from besa.core.context_processors import brand_of
from besa.core.device import device_of, set_device_cookie
from besa.core.throttling import Bucket, take
from besa.core.views.made_files import made_file
from besa.insights.editions import Wanted, folder_of, key_of, series_of
from besa.insights.queries.editions import (
    corner_of,
    edition_of,
    files_of,
    newest_ready,
    poster_wanted,
)
from besa.insights.services.editions import order_edition
from besa.places.models import Municipality
from besa.places.queries import municipality_of_slug, places_of
from besa.reports.queries.where import NowhereError, Spot, spot_of

_TYPES: Final = {
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "mp4": "video/mp4",
    "vtt": "text/vtt; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "zip": "application/zip",
}
#: a drawing that is opened by itself brings its own styles, and nothing else
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


@require_http_methods(["GET", "HEAD", "POST"])
def posters(request: HttpRequest, slug: str) -> HttpResponse:
    """`?place=` id or `?lat=&lon=`, `?language=`: posters and stickers for there. POST orders them."""
    town = taking_reports(slug)
    chosen = request.POST or request.GET
    where = {name: chosen[name][:40] for name in ("place", "lat", "lon") if chosen.get(name)}
    spot = _spot(request, town, where)
    language = language_of(chosen.get("language", ""))
    corner = corner_of(spot, language)
    wanted = poster_wanted(town, corner, language, brand_of(request))
    if request.method == "POST":
        return order_and_show(request, wanted, {**where, "language": language})
    context = {
        "municipality": town,
        "groups": places_of(town),
        "place": spot.place.pk if spot.place and not spot.exact else None,
        "where": where,
        "corner": corner,
        "language": language,
    }
    return page_of_edition(request, "insights/posters.html", wanted, context)


@require_safe
def edition_file(
    request: HttpRequest, kind: str, slug: str, subject: str, language: str, file: str
) -> HttpResponseBase:
    """A file of the newest edition of a municipality's series. The address stays; the numbers in it are of its day."""
    town = taking_reports(slug)
    series = series_of(kind, town.slug, subject, language, brand_of(request).key)
    return _file(request, series, file, f"{town.slug}-{subject}-{language}-{file}")


@require_safe
def board_file(request: HttpRequest, kind: str, subject: str, language: str, file: str) -> HttpResponseBase:
    """A file of the newest edition of an infographic about pledges or a survey."""
    series = series_of(kind, "", subject, language, brand_of(request).key)
    return _file(request, series, file, f"{kind}-{subject}-{language}-{file}")


def _file(request: HttpRequest, series: str, file: str, filename: str) -> HttpResponseBase:
    edition = newest_ready(series)
    response = made_file(
        request,
        folder_of(edition.key) / file if edition else None,
        key=edition.key if edition else "",
        content_type=_TYPES[file.rpartition(".")[2]],
        filename=filename,
        cache="public, max-age=300",
    )
    if file.endswith(".svg"):
        response["Content-Security-Policy"] = _POLICY
    return response


def order_and_show(request: HttpRequest, wanted: Wanted, query: dict[str, str]) -> HttpResponse:
    """Order an edition, unless somebody orders more than anybody needs; then show it."""
    key = key_of(wanted)
    if edition_of(key) is None:
        device = Bucket(f"edition:device:{device_of(request)}", per_hour=30, capacity=30)
        if take(device, Bucket("edition:all", per_hour=400, capacity=200)):
            order_edition(wanted=wanted)
        else:
            messages.warning(request, gettext("Many of these are being made. Try again in some minutes."))
    return set_device_cookie(redirect(f"{request.path}?{urlencode({**query, 'edition': key})}"), request)


def page_of_edition(
    request: HttpRequest, template: str, wanted: Wanted | None, context: dict[str, Any]
) -> HttpResponse:
    """The page or its changing part. An edition that was ordered is shown though a number has changed since."""
    if wanted is not None:
        ordered = edition_of(request.GET.get("edition", "")[:64])
        if ordered is None or ordered.series != wanted.series:
            ordered = edition_of(key_of(wanted))
        context |= {"edition": ordered, "files": files_of(wanted, ordered), "query": request.GET.urlencode()}
    fragment = bool(getattr(request, "htmx", False))
    response = render(request, f"{template}#made" if fragment else template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _spot(request: HttpRequest, town: Municipality, where: dict[str, str]) -> Spot:
    """The spot that is asked for; the whole municipality, with a message, when it is not one in it."""
    if where:
        try:
            spot = spot_of(**where)
        except NowhereError:
            spot = None
        if spot is not None and spot.municipality.pk == town.pk:
            return spot
        messages.warning(
            request, gettext("This place is not in %(name)s. Choose another one.") % {"name": town.name}
        )
    return spot_of(municipality=town.slug)


def taking_reports(slug: str) -> Municipality:
    """The municipality of an address, if it takes reports."""
    town = municipality_of_slug(slug[:40])
    if town is None or not town.active:
        raise Http404
    return town


def language_of(chosen: str) -> str:
    """The language that was chosen, else the page's."""
    return chosen if chosen in languages.ALL else get_language() or languages.SQ
