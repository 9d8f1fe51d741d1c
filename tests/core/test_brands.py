"""One installation, several brands: name, mark, colour and first language change, nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from besa.core.brands import BRANDS, brand_of_host
from besa.core.links import site_address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def brand_hosts(settings: object) -> None:
    settings.BRAND_HOSTS = "ndreqe=ndreqe.com,www.ndreqe.com;popravi=popravi.org"
    settings.ALLOWED_HOSTS = ["*"]


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


@pytest.mark.parametrize(
    ("hosts", "address"),
    [
        (["localhost", ".localhost"], "http://ndreqe.localhost:8000"),
        (["ndreqe.com"], "https://ndreqe.com"),
        ([".ndreqe.com", ".localhost"], "https://ndreqe.com"),
        (["besa.example"], "https://besa.example"),
    ],
)
def test_links_lead_to_the_first_host_of_the_brand_that_is_answered(
    settings: Any, hosts: list[str], address: str
) -> None:
    settings.BRAND_HOSTS = "ndreqe=ndreqe.com,ndreqe.localhost"
    settings.ALLOWED_HOSTS, settings.LOCAL_PORT = hosts, "8000"
    settings.PUBLIC_ADDRESS = "https://besa.example/"
    assert site_address("ndreqe") == address


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
