"""One installation, several brands: name, mark, colour and first language change, nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client

from besa.core.brands import BRANDS, brand_of_host

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def brand_hosts(settings: object) -> None:
    settings.BRAND_HOSTS = "ndreqe=ndreqe.com,www.ndreqe.com;popravi=popravi.org"  # type: ignore[attr-defined]
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("host", "brand"),
    [
        ("ndreqe.com", "ndreqe"),
        ("www.ndreqe.com:443", "ndreqe"),
        ("POPRAVI.org", "popravi"),
        ("elsewhere.example", "besa"),
    ],
)
def test_the_host_names_the_brand(client: Client, host: str, brand: str) -> None:
    page = client.get("/en/about/", headers={"host": host}).content.decode()
    assert f'class="brand-{brand}"' in page
    assert f"<span>{BRANDS[brand].name}</span>" in page
    assert BRANDS[brand].colour in page
    assert f"brands/{brand}.svg" in page


def test_brands_show_the_same_page(client: Client) -> None:
    def without_brand(host: str) -> str:
        page = client.get("/en/privacy/", headers={"host": host}).content.decode()
        brand = brand_of_host(host)
        for own in (host, brand.name, brand.key, brand.colour):
            page = page.replace(own, "*")
        return page

    assert without_brand("ndreqe.com") == without_brand("popravi.org")


@pytest.mark.parametrize("key", BRANDS)
def test_the_mark_is_in_the_brands_colour(key: str) -> None:
    mark = (Path(django_settings.ROOT) / "besa/core/static" / BRANDS[key].mark).read_text()
    assert BRANDS[key].colour in re.findall(r'fill="(#\w+)"', mark)
