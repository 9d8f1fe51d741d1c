"""A random first-party cookie that tells one phone from another: no tracking, no fingerprint.

Only a keyed hash of it is ever stored, so a row cannot be turned back into a cookie.
"""

from __future__ import annotations

import hmac
import re
import secrets
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "device"
_TWO_YEARS = 2 * 365 * 24 * 3600
_SHAPE = re.compile(r"[A-Za-z0-9_-]{32}")


def _cookie_of(request: HttpRequest) -> str:
    cookie = request.COOKIES.get(COOKIE, "")
    if not _SHAPE.fullmatch(cookie):
        cookie = secrets.token_urlsafe(24)
        request.COOKIES[COOKIE] = cookie
    return cookie


def device_of(request: HttpRequest) -> str:
    """Hash of the device's cookie, 64 hexadecimal digits; a new device gets one for the rest of the request."""
    return hmac.new(
        settings.SECRET_KEY.encode(), f"device:{_cookie_of(request)}".encode(), sha256
    ).hexdigest()


def known_device(request: HttpRequest) -> str:
    """The same hash, empty for a device that has no cookie and so has done nothing here yet."""
    return device_of(request) if _SHAPE.fullmatch(request.COOKIES.get(COOKIE, "")) else ""


def set_device_cookie(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Give the device its cookie (again), so that it is the same one next time."""
    response.set_cookie(
        COOKIE,
        _cookie_of(request),
        max_age=_TWO_YEARS,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE_COOKIES,
    )
    return response
