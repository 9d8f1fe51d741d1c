"""What home and the report form weigh on the way to a phone, without map pictures and photos."""

from __future__ import annotations

import gzip
import re
import urllib.request
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from dev.public_pages import LANGUAGES
from dev.running_site import Site

pytestmark = pytest.mark.browser
ALL_IN_ALL = 60 * 1024
USABLE = 25 * 1024
#: the map, which comes after the page and has its own budget; pictures are not counted either
MAP = re.compile(r"maplibre|/tiles/|\.pmtiles|/boundaries")
PICTURE = re.compile(r"\.(png|jpe?g|webp)$")


def weight(address: str) -> int:
    """Bytes on the wire when compressed."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as response:
        body = response.read()
        return len(body) if response.headers["Content-Encoding"] else len(gzip.compress(body, 6))


def loaded_by(browser: Browser, site: Site, path: str) -> dict[str, int]:
    """Addresses of our own that the page loads within its first seconds, with their weight."""
    context = browser.new_context(service_workers="block", viewport={"width": 360, "height": 740})
    page = context.new_page()
    seen: dict[str, int] = {}
    page.on("request", lambda request: seen.setdefault(request.url, 0) if counts(request.url, site) else None)
    page.goto(site(path), wait_until="networkidle")
    context.close()
    return {address: weight(address) for address in seen}


def counts(address: str, site: Site) -> bool:
    path = urlsplit(address).path
    return address.startswith(site.address) and not MAP.search(path) and not PICTURE.search(path)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "report/"])
def test_a_page_is_light(browser: Browser, site: Site, path: str, language: str) -> None:
    loaded = loaded_by(browser, site, f"/{language}/{path}")
    listed = "\n".join(f"{size:7} {address}" for address, size in loaded.items())
    assert sum(loaded.values()) <= ALL_IN_ALL, listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_can_be_used_early(browser: Browser, site: Site, language: str) -> None:
    """The page and its style are all that a form needs."""
    loaded = loaded_by(browser, site, f"/{language}/report/")
    needed = {a: size for a, size in loaded.items() if a.endswith((".css", "/report/"))}
    assert len(needed) >= 2
    assert sum(needed.values()) <= USABLE, needed
