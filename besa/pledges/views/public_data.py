"""Pledges for other programs: tables, JSON with its schema, Popolo, feeds, oEmbed."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe

from besa.core.context_processors import brand_of
from besa.core.feeds import FORMS, Feed
from besa.core.links import absolute_url, site_address
from besa.places.calendar import today_in
from besa.pledges.exports.public_csv import mandate_table
from besa.pledges.exports.public_feeds import entry_of
from besa.pledges.exports.public_json import mandate_data
from besa.pledges.exports.public_popolo import popolo as popolo_of_all
from besa.pledges.exports.public_schema import schema as schema_under
from besa.pledges.models import Mandate
from besa.pledges.public_cards import title_of
from besa.pledges.public_embedding import NotEmbeddable, card_for, page_at
from besa.pledges.public_filters import NoSuchDay, read_day
from besa.pledges.queries.public_changes import newest_ratings
from besa.pledges.queries.public_mandates import public_mandate, stamp_of
from besa.pledges.queries.public_pledge import public_pledge

_ENTRIES = 40
_CACHE = "public, max-age=60"


@require_safe
def mandate_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The pledges of a mandate as a table, now or at the end of `?on=`."""
    mandate, day = _asked(request, slug)
    response = HttpResponse(mandate_table(mandate, day), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{mandate.slug}-{day.isoformat()}.csv"'
    return for_any_page(response)


@require_safe
def mandate_json(request: HttpRequest, slug: str) -> HttpResponse:
    """All public data of a mandate, now or at the end of `?on=`."""
    mandate, day = _asked(request, slug)
    etag = f'W/"{sha256(repr(stamp_of(mandate)).encode()).hexdigest()[:20]}-{day}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        address = site_address(brand_of(request).key)
        response = _json(mandate_data(mandate, day=day, address=address))
    response["ETag"] = etag
    return for_any_page(response)


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """What the JSON of a mandate looks like."""
    address = site_address(brand_of(request).key) + request.path
    return for_any_page(_json(schema_under(address), "application/schema+json"))


@require_safe
def popolo(request: HttpRequest) -> HttpResponse:
    """Everybody in office, as Popolo."""
    return for_any_page(_json(popolo_of_all()))


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """How to embed the page in `?url=`, by oembed.com; `format` is json or xml."""
    form = request.GET.get("format", "json")
    if form not in ("json", "xml"):
        return HttpResponse(gettext("Only json and xml are known here."), status=501)
    brand = brand_of(request)
    try:
        page = page_at(request.GET.get("url", ""), brand)
    except NotEmbeddable:
        raise Http404 from None
    with override(page[2]):
        card = card_for(request.GET, brand, page, _title_of(**page[1]))
    if form == "json":
        return for_any_page(_json(card))
    rows = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in card.items())
    text = f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{rows}</oembed>\n'
    return for_any_page(HttpResponse(text, content_type="text/xml; charset=utf-8"))


@require_safe
def feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """New ratings and corrections of a mandate as Atom or JSON Feed."""
    mandate = _mandate(slug)
    ratings = newest_ratings(mandate, _ENTRIES)
    brand, language = brand_of(request), get_language() or ""
    page = absolute_url("pledges:mandate", slug, language=language, brand=brand.key)
    changed = ratings[0].recorded_at if ratings else timezone.now()
    about = Feed(
        title=gettext("Pledges: %(name)s") % {"name": mandate.person.name},
        url=site_address(brand.key) + request.path,
        page=page,
        language=language,
        brand=brand.key,
        publisher=brand.name,
        changed_at=changed,
    )
    write, content_type = FORMS[form]
    response = HttpResponse(
        write(about, [entry_of(about, row) for row in ratings]), content_type=content_type
    )
    response["Last-Modified"] = http_date(changed.timestamp())
    response["Cache-Control"] = _CACHE
    return response


def _title_of(slug: str, uid: str = "") -> str:
    """What a frame is called; Http404 for what is not public."""
    if not uid:
        return gettext("Pledges of %(name)s") % {"name": _mandate(slug).person.name}
    pledge = public_pledge(uid, slug)
    if pledge is None:
        raise Http404
    return title_of(pledge)[0]


def _mandate(slug: str) -> Mandate:
    mandate = public_mandate(slug)
    if mandate is None:
        raise Http404
    return mandate


def _asked(request: HttpRequest, slug: str) -> tuple[Mandate, date]:
    """The mandate, and the day of which is asked: a day that there is not is no address of ours."""
    mandate = _mandate(slug)
    today = today_in(mandate.municipality)
    try:
        return mandate, read_day(request.GET, today) or today
    except NoSuchDay:
        raise Http404 from None


def _json(data: Any, content_type: str = "application/json") -> HttpResponse:
    return JsonResponse(data, content_type=content_type, json_dumps_params={"ensure_ascii": False})


def for_any_page(response: HttpResponse) -> HttpResponse:
    """Anybody's page may read it."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = _CACHE
    response["X-Content-Type-Options"] = "nosniff"
    return response
