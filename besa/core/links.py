"""Absolute addresses for mails, feeds and QR codes, on the host of the brand the reader came by."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from besa.core.brands import host_of_brand


def site_address(brand: str) -> str:
    """`https://ndreqe.com` for a brand with its own host, else BESA_ADDRESS, else this machine.

    On this machine the brands have hosts of their own too, such as `ndreqe.localhost`.
    """
    host = host_of_brand(brand)
    if host.endswith(".localhost"):
        return f"http://{host}:{settings.LOCAL_PORT}"
    if host:
        return f"https://{host}"
    return settings.PUBLIC_ADDRESS.rstrip("/") or f"http://localhost:{settings.LOCAL_PORT}"


def absolute_url(view: str, *args: object, language: str, brand: str, **kwargs: object) -> str:
    """Address of a view in a language on a brand's host."""
    with translation.override(language):
        path = reverse(view, args=args or None, kwargs=kwargs or None)
    return site_address(brand) + path
