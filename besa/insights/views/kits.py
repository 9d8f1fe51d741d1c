"""Share kits: one button makes everything for a month; a page shows how far it is and has all files."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from besa.core import languages
from besa.core.context_processors import brand_of
from besa.core.device import device_of, set_device_cookie
from besa.core.throttling import Bucket, take
from besa.insights.clips.filming import ffmpeg_path
from besa.insights.editions import series_of
from besa.insights.queries.kit_page import kit_page, newest_kit
from besa.insights.queries.kits import kit_wanted
from besa.insights.queries.month import month_key, month_name, month_or_newest, months_offered
from besa.insights.services.editions import order_edition
from besa.insights.views.editions import page_of_edition, taking_reports
from besa.places.models import Municipality


@require_http_methods(["GET", "HEAD", "POST"])
def share_kit(request: HttpRequest, slug: str) -> HttpResponse:
    """`?month=`: the kit of a month, or how far it is. POST orders it with the numbers of now."""
    town, brand, language = taking_reports(slug), brand_of(request), get_language() or languages.SQ
    month = month_or_newest((request.POST or request.GET).get("month", ""), town)
    if request.method == "POST":
        return _ordered(request, town, month)
    kit = newest_kit(series_of("kits", town.slug, month_key(month), language, brand.key))
    context = {
        "municipality": town,
        "months": months_offered(town),
        "month_key": month_key(month),
        "month_name": month_name(month),
        "edition": kit,
        "kit": kit_page(kit, language),
        "query": request.GET.urlencode(),
        "has_ffmpeg": bool(ffmpeg_path()),
    }
    return page_of_edition(request, "insights/share_kit.html", None, context)


def _ordered(request: HttpRequest, town: Municipality, month: date) -> HttpResponse:
    """Order the kit, unless somebody orders more than anybody needs; then show it."""
    device = Bucket(f"kit:device:{device_of(request)}", per_hour=6, capacity=6)
    if take(device, Bucket("kit:all", per_hour=60, capacity=30)):
        language = get_language() or languages.SQ
        order_edition(wanted=kit_wanted(town, month, language, brand_of(request)))
    else:
        messages.warning(request, gettext("Many of these are being made. Try again in some minutes."))
    page = f"{reverse('insights:share_kit', args=[town.slug])}?month={month_key(month)}"
    return set_device_cookie(redirect(page), request)
