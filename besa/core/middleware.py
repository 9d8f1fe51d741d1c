"""Which brand and which language a request is in."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from besa.core import languages
from besa.core.brands import BrandedRequest, brand_of, brand_of_host


class BrandMiddleware:
    """Puts the brand of the host name on the request as `request.brand`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast(BrandedRequest, request).brand = brand_of_host(request.get_host())
        return self.get_response(request)


class ReadableMiddleware:
    """Refuses with 400 what no browser sends and no database takes: NUL characters.

    It waits until the address is known, so that a program is refused in JSON.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> None:
        """BadRequest for what cannot be read."""
        asked = "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path_info
        if asked or any("\0" in value for value in request.COOKIES.values()):
            raise BadRequest("a NUL character")


class LanguageMiddleware(LocaleMiddleware):
    """The language of the address; without one, the visitor's choice, the browser's, or the brand's."""

    def process_request(self, request: HttpRequest) -> None:
        language = translation.get_language_from_path(request.path_info) or preferred_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language


def preferred_language(request: HttpRequest) -> str:
    """A language for a page whose address names none."""
    brand = brand_of(request)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in languages.ALL:
        return chosen
    for accepted, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        base = accepted.split("-")[0]
        if accepted.startswith("sr-cyrl"):
            return languages.SR
        if accepted.startswith("sr-latn"):
            return languages.SR_LATN
        if base in ("sr", "bs", "hr", "sh"):
            # Browsers say "sr" or "sr-RS" for both scripts: the brand knows which one its readers prefer.
            return brand.language if brand.language.startswith("sr") else languages.SR_LATN
        if base in languages.AUTHORED:
            return base
    return brand.language
