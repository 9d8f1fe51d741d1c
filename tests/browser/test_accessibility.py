"""Every public page in every language, on a phone and a desk, light and dark: axe finds nothing, nothing scrolls
sideways at 320 px, the console is silent, the strict content policy holds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from besa.core.languages import TAGS
from dev.public_pages import LANGUAGES, public_paths
from dev.running_site import Site

pytestmark = pytest.mark.browser
LOOKS = [(width, scheme) for width, scheme in product((360, 1280), ("light", "dark"))]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@pytest.fixture(scope="module")
def paths(site: Site) -> list[str]:
    return public_paths(site.address)


def looked_at(browser: Browser, site: Site, width: int, scheme: Any) -> BrowserContext:
    return browser.new_context(
        base_url=site.address,
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        reduced_motion="reduce",
        service_workers="block",
    )


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def visit(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[tuple[Page, int]]:
    """A page of one look, and the width it has."""
    width, scheme = request.param
    context = looked_at(browser, site, width, scheme)
    yield context.new_page(), LOOKS.index(request.param)
    context.close()


def test_axe_finds_nothing(visit: tuple[Page, int], paths: list[str]) -> None:
    """Each page is seen in every look; its language moves on by one from look to look, so that each is seen too."""
    page, turn = visit
    axe, found = Axe(), []
    for number, path in enumerate(paths):
        language = LANGUAGES[(number + turn) % len(LANGUAGES)]
        page.goto(f"/{language}/{path}", wait_until="load")
        for violation in axe.run(page, options=RULES).response["violations"]:
            where = [node["target"] for node in violation["nodes"][:3]]
            found.append(f"/{language}/{path} {violation['id']}: {violation['help']} {where}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_quiet_and_fit_a_narrow_phone(
    browser: Browser, site: Site, paths: list[str], language: str
) -> None:
    """320 px wide: no sideways scrolling, the right `lang`, one h1, and nothing in the console."""
    context = looked_at(browser, site, 320, "light")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url} {message.text}") if loud(message) else None)
    page.on("pageerror", lambda error: said.append(f"{page.url} {error}"))
    wrong = []
    for path in paths:
        page.goto(f"/{language}/{path}", wait_until="load")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > 320:
            wrong.append(f"{page.url} is {wide} px wide")
        if page.get_attribute("html", "lang") != TAGS[language]:
            wrong.append(f"{page.url} has the wrong lang")
        if page.locator("h1").count() != 1:
            wrong.append(f"{page.url} has {page.locator('h1').count()} h1")
    context.close()
    assert not wrong, "\n".join(wrong)
    assert not said, "\n".join(said)


def loud(message: Any) -> bool:
    """Errors, and what breaks the content policy; not the 404 that one of the pages is meant to be."""
    meant = "no-such-page" in (message.location or {}).get("url", "")
    blocked = "Service Worker registration blocked" in message.text
    return message.type in {"error", "warning"} and not meant and not blocked
