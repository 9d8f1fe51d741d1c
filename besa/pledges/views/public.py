"""What everybody sees of pledges: mayors, one mayor, one pledge."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from besa.core.context_processors import brand_of
from besa.core.links import absolute_url
from besa.core.sharing import qr_image, share_links
from besa.pledges.exports.public_claim import claim_review
from besa.pledges.models import Mandate
from besa.pledges.public_filters import NoSuchDay
from besa.pledges.queries.public_mandates import public_mandate
from besa.pledges.queries.public_mayor import MayorPage, mayor_page
from besa.pledges.queries.public_pledge import PledgePage, pledge_page
from besa.pledges.queries.public_tallies import mayors_page
from besa.pledges.views.public_frames import in_any_frame


@require_safe
def mayors(request: HttpRequest) -> HttpResponse:
    """All mayors whose pledges are kept here."""
    return render(request, "pledges/public_mayors.html", {"page": mayors_page(request.GET.get("page", "1"))})


@require_safe
def mandate(request: HttpRequest, slug: str) -> HttpResponse:
    """A mayor's pledges at a glance. `?area=&status=&place=&q=` filter, `?on=` shows a past day."""
    found = mandate_or_404(slug)
    page = _mayor_page(request, found)
    card = reverse("pledges-data:mandate_card", args=[found.slug, get_language()])
    context = {"page": page, "mandate": found, **_about(request, card, found.slug)}
    context["shares"] = share_links(context["url"], f"{found.person.name}: {page.glance.sentence}")
    return render(request, "pledges/public_mandate.html", context, status=400 if page.bad_day else 200)


@require_safe
@in_any_frame
def mandate_embed(request: HttpRequest, slug: str) -> HttpResponse:
    """The counts of a mandate, for a frame on somebody else's page."""
    found = mandate_or_404(slug)
    context = {"page": _mayor_page(request, found), "mandate": found, "bare": True}
    return render(request, "pledges/public_mandate_embed.html", context | _about_url(request, found.slug))


@require_safe
def pledge(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """One pledge: the words, the criterion, what was found, what the office said. `?on=` shows a past day."""
    page = _pledge_page(request, slug, uid)
    card = reverse("pledges-data:pledge_card", args=[uid, get_language()])
    context: dict[str, Any] = {"page": page, "pledge": page.pledge, "mandate": page.pledge.mandate}
    context |= _about(request, card, slug, uid)
    context["shares"] = share_links(context["url"], page.title)
    context["claim"] = claim_review(page, context["url"], brand_of(request).name)
    return render(request, "pledges/public_pledge.html", context, status=400 if page.bad_day else 200)


@require_safe
@in_any_frame
def pledge_embed(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """One pledge in a frame on somebody else's page."""
    page = _pledge_page(request, slug, uid)
    context = {"page": page, "pledge": page.pledge, "mandate": page.pledge.mandate, "bare": True}
    return render(request, "pledges/public_pledge_embed.html", context | _about_url(request, slug, uid))


@require_safe
def pledge_print(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """One sheet of A4 for a meeting, with a QR code that leads back."""
    page = _pledge_page(request, slug, uid)
    context: dict[str, Any] = {"page": page, "pledge": page.pledge, "mandate": page.pledge.mandate}
    context |= _about_url(request, slug, uid)
    context["qr"] = qr_image(context["url"])
    return render(request, "pledges/public_pledge_print.html", context)


def mandate_or_404(slug: str) -> Mandate:
    """The mandate of an address."""
    found = public_mandate(slug)
    if found is None:
        raise Http404
    return found


def _mayor_page(request: HttpRequest, found: Mandate) -> MayorPage:
    try:
        return mayor_page(found, request.GET)
    except NoSuchDay:
        return mayor_page(found, {}, bad_day=True)


def _pledge_page(request: HttpRequest, slug: str, uid: str) -> PledgePage:
    try:
        page = pledge_page(slug, uid, request.GET)
    except NoSuchDay:
        page = pledge_page(slug, uid, {}, bad_day=True)
    if page is None:
        raise Http404
    return page


def _about(request: HttpRequest, card: str, *names: str) -> dict[str, Any]:
    """The address to pass on, and the picture beside it."""
    oembed = request.build_absolute_uri(reverse("pledges-data:oembed"))
    return {**_about_url(request, *names), "card_url": request.build_absolute_uri(card), "oembed_url": oembed}


def _about_url(request: HttpRequest, *names: str) -> dict[str, Any]:
    view = "pledges:pledge" if len(names) > 1 else "pledges:mandate"
    return {"url": absolute_url(view, *names, language=get_language() or "", brand=brand_of(request).key)}
