"""A monitor's phone on the spot: without network, with a photo and the phone's place, kept once as evidence."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect

from dev.running_site import Site
from tests.browser.test_field_mode import KEPT, WAITS, asked, look, signed_in
from tests.factories.photos_small import jpeg

pytestmark = pytest.mark.browser
MONITOR = "monitor1@besa.example"
VISITS = "/en/monitoring/visits/"
COUNT = (
    "SELECT COUNT(*), MAX(grade), MAX(lat) FROM pledges_evidence WHERE kind = 'field_visit' AND summary = ?"
)
SEEN = "The road ends at the bridge"


def test_a_visit_without_network_is_kept_once(context: BrowserContext, site: Site, tmp_path: Path) -> None:
    photo = tmp_path / "road.jpg"
    photo.write_bytes(jpeg().read())
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": 42.661, "longitude": 20.291})
    page = signed_in(context.new_page(), MONITOR, "/en/monitoring/")
    page.goto(VISITS, wait_until="load")
    assert Axe().run(page).violations_count == 0
    assert page.evaluate(KEPT, [VISITS, "own:route:visits"])
    context.set_offline(True)
    page.goto(VISITS)
    expect(page.locator("#field-kept")).to_contain_text("as your phone last saw them")
    stop = page.locator("[data-stop]").first
    stop.locator("details > summary").click()
    stop.locator("input[type=file]").set_input_files(photo)
    expect(stop.locator("[data-previews] li")).to_have_count(1)
    # The photo names no place, so the phone is asked for it.
    expect(stop.locator("[data-placed]")).to_be_visible()
    stop.locator("textarea").fill(SEEN)
    look(page, "visit-offline")
    stop.locator("button.primary").click()
    expect(page.locator("#field")).to_contain_text(WAITS)
    expect(stop).to_contain_text(WAITS)
    assert Axe().run(page).violations_count == 0
    # The page may be closed meanwhile.
    page.goto(VISITS)
    expect(page.locator("#field")).to_contain_text(WAITS)
    assert asked(site, COUNT, SEEN)[0][0] == 0
    context.set_offline(False)
    page.evaluate("for (let n = 0; n < 5; n += 1) window.dispatchEvent(new Event('online'))")
    expect(page.locator("#field-news")).to_contain_text("Kept as evidence of grade B", timeout=30_000)
    expect(page.locator("#field")).to_be_hidden()
    assert asked(site, COUNT, SEEN) == [(1, "B", 42.661)]
