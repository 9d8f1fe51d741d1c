"""The map in a real browser: without a base map, with its list, its address, and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from dev.running_site import Site
from tests.browser.waiting import press

pytestmark = pytest.mark.browser
_READY = "[data-map][data-ready]"


@pytest.fixture(autouse=True)
def _no_network(page: Page, site: Site) -> None:
    page.route(lambda url: not url.startswith((site.address, "data:", "blob:")), lambda route: route.abort())


def test_the_map_shows_reports_without_a_base_map_and_breaks_no_rule(page: Page) -> None:
    refused: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Refused" in message.text:
            refused.append(message.text)

    page.on("console", note)
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    with page.expect_response(lambda response: "/tiles/reports/" in response.url) as tile:
        page.goto("/en/map/")
    assert tile.value.ok
    expect(page.locator(_READY)).to_be_attached(timeout=30_000)
    assert refused == []
    assert failures == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_filter_changes_list_tiles_and_address_without_leaving(page: Page) -> None:
    page.goto("/en/map/")
    expect(page.locator(_READY)).to_be_attached(timeout=30_000)
    with page.expect_response(lambda response: ".mvt?state=closed" in response.url):
        page.get_by_label("State").select_option("closed")
    expect(page.get_by_role("heading", name="Reports in this view")).to_be_visible()
    page.wait_for_url("**/map/?state=closed&lat=*")
    page.reload()
    expect(page.get_by_label("State")).to_have_value("closed")


def test_the_map_moves_by_keyboard_and_the_list_follows(page: Page) -> None:
    page.goto("/en/map/")
    expect(page.locator(_READY)).to_be_attached(timeout=30_000)
    page.locator(".maplibregl-canvas").focus()
    with page.expect_response(lambda response: "bbox=" in response.url) as followed:
        page.keyboard.press("+")
    assert followed.value.ok


def test_without_javascript_it_is_a_filtered_list(browser: Browser, site: Site) -> None:
    plain = browser.new_context(base_url=site.address, java_script_enabled=False).new_page()
    plain.goto("/en/map/")
    expect(plain.locator("[data-map]")).to_be_hidden()
    plain.get_by_label("State").select_option("open")
    press(plain.get_by_role("button", name="Show"))
    assert "state=open" in plain.url
    expect(plain.locator("#map-list")).to_be_visible()
    plain.context.close()
