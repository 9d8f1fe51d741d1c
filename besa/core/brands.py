"""Brands: one installation, several names. A brand changes name, mark, colour and first language, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.http.request import validate_host

from besa.core import languages


@dataclass(frozen=True)
class Brand:
    """What a host name shows. `key` also names the stylesheet and the mark in static/core/brands/."""

    key: str
    name: str
    language: str
    colour: str

    @property
    def mark(self) -> str:
        """Static path of the brand's mark."""
        return f"core/brands/{self.key}.svg"


BRANDS = {
    brand.key: brand
    for brand in (
        Brand("besa", "Besa", languages.SQ, "#0f5c55"),
        Brand("ndreqe", "ndreqe", languages.SQ, "#1d5a86"),
        Brand("popravi", "popravi", languages.SR_LATN, "#6a4077"),
    )
}
DEFAULT = BRANDS["besa"]


class BrandedRequest(HttpRequest):
    """A request as `BrandMiddleware` leaves it."""

    brand: Brand


def brand_of(request: HttpRequest) -> Brand:
    """The brand under which a request came."""
    return cast(BrandedRequest, request).brand


@lru_cache(maxsize=8)
def _hosts(table: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in table.split(";") if part.strip())
    return {host.strip(): key.strip() for key, _, hosts in pairs for host in hosts.split(",")}


def brand_of_host(host: str) -> Brand:
    """The brand of a host name, with or without a port; Besa's own for any other."""
    return BRANDS.get(_hosts(settings.BRAND_HOSTS).get(host.partition(":")[0].lower(), ""), DEFAULT)


def brand_of_key(key: str) -> Brand:
    """The brand of a stored key; Besa's own for one that is gone."""
    return BRANDS.get(key, DEFAULT)


def host_of_brand(key: str) -> str:
    """The first host name of a brand that this installation answers to, or an empty string."""
    hosts = (host for host, owner in _hosts(settings.BRAND_HOSTS).items() if owner == key)
    return next((host for host in hosts if validate_host(host, settings.ALLOWED_HOSTS)), "")
