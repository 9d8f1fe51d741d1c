"""What a browser needs to install the app: manifest, icons, service worker."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from besa.core import languages
from besa.core.brands import BRANDS
from besa.core.context_processors import brand_of
from besa.core.icons import SIZES, draw
from besa.core.installation import manifest, service_worker

_A_WEEK = "public, max-age=604800"


@require_safe
def manifest_file(request: HttpRequest) -> JsonResponse:
    """The manifest of the host's brand; `?lang=` names the language, else the reader's."""
    asked = request.GET.get("lang", "")
    language = asked if asked in languages.ALL else translation.get_language() or languages.SQ
    response = JsonResponse(manifest(brand_of(request), language), content_type="application/manifest+json")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def service_worker_file(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root so that it may serve every page."""
    response = HttpResponse(service_worker(brand_of(request)), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def app_icon(request: HttpRequest, brand: str, size: int, maskable: bool = False) -> HttpResponse:
    """An icon as PNG; sizes other than those of the manifest are not drawn."""
    if brand not in BRANDS or size not in SIZES:
        raise Http404
    response = HttpResponse(draw(BRANDS[brand], size, maskable=maskable), content_type="image/png")
    response["Cache-Control"] = _A_WEEK
    return response
