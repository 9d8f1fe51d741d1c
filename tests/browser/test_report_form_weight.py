"""What the second page of the report form weighs, which is the one people wait for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from dev.public_pages import LANGUAGES
from dev.running_site import Site
from tests.browser.test_page_weight import ALL_IN_ALL, USABLE, loaded_by

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_light(browser: Browser, site: Site, language: str) -> None:
    loaded = loaded_by(browser, site, f"/{language}/report/?municipality=peja")
    listed = "\n".join(f"{size:7} {address}" for address, size in loaded.items())
    needed = sum(
        size for address, size in loaded.items() if address.endswith(".css") or "/report/" in address
    )
    assert 0 < needed <= USABLE, listed
    assert sum(loaded.values()) <= ALL_IN_ALL, listed
