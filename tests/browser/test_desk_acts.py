"""An officer handles one report on a phone, in Albanian: with JavaScript and without."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dev.public_pages import COORDINATOR, OFFICER
from dev.running_site import Site, sign_in
from tests.browser.waiting import press

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def desk(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site.address,
        viewport={"width": 360, "height": 740},
        locale="sq-XK",
        java_script_enabled=request.param,
    )
    yield signed_in(context.new_page(), OFFICER)
    context.close()


def signed_in(page: Page, who: str) -> Page:
    sign_in(page, who)
    return page


def open_report(page: Page) -> str:
    """The first open report of the list, as a page of its own; its address."""
    page.goto("/sq/desk/?view=open&tab=open")
    address = page.locator("#desk-items a.cover").first.get_attribute("href") or ""
    address = address.split("?")[0]
    page.goto(address)
    return address


def submit(page: Page, action: str) -> None:
    press(page.locator(f"form:has(input[name=action][value={action}]) .actions button.primary"))


def shows_no_sideways_scroll(page: Page) -> bool:
    box = page.locator("main").bounding_box()
    return box is not None and box["width"] <= 360


def look(page: Page, name: str) -> None:
    """Keep a picture for people, when asked for."""
    if folder := os.environ.get("BESA_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_an_officer_assigns_corrects_and_mentions(desk: Page, request: pytest.FixtureRequest) -> None:
    scripted = "without" not in request.node.name
    address = open_report(desk)
    look(desk, f"report-{scripted}")
    assert shows_no_sideways_scroll(desk)
    # Priority, with a reason.
    desk.goto(f"{address}?do=priority")
    look(desk, f"priority-{scripted}")
    desk.check('input[name=priority][value="1"]' if scripted else 'input[name=priority][value="2"]')
    desk.fill("#priority_text", "Pranë shkollës")
    submit(desk, "priority")
    assert desk.locator("text=Pranë shkollës").count() >= 1
    # Taken back with one press.
    press(desk.locator("form:has(input[name=action][value=undo]) button"))
    # Assigned to oneself with one press, or to a colleague from a list.
    desk.goto(f"{address}?do=assign")
    look(desk, f"assign-{scripted}")
    desk.select_option("#assign_person", label="Ilir Kelmendi")
    submit(desk, "assign")
    assert desk.locator("dd", has_text="Ilir Kelmendi").count() == 1
    # A note that names a colleague.
    desk.locator("details:has(#note_text) > summary").click()
    if scripted:
        desk.locator("#note_text").press_sequentially("Shiko @ilir")
        desk.locator("[role=option]").first.wait_for()
        look(desk, "mention")
        desk.keyboard.press("Enter")
        expect(desk.locator("#note_text")).to_have_value("Shiko @Ilir Kelmendi ")
    else:
        desk.fill("#note_text", "Shiko @Ilir Kelmendi")
    submit(desk, "note")
    assert desk.locator(".speech.internal", has_text="Shiko @Ilir Kelmendi").count() >= 1
    if scripted:
        assert Axe().run(desk).violations_count == 0
    # The place: a settlement from the list.
    desk.goto(f"{address}?do=place")
    look(desk, f"place-{scripted}")
    desk.select_option("#place_place", index=3 if scripted else 5)
    submit(desk, "place")
    look(desk, f"placed-{scripted}")
    assert desk.locator(".errors").count() == 0
    for act in ("category", "split"):
        desk.goto(f"{address}?do={act}")
        look(desk, f"{act}-{scripted}")
        assert desk.locator(f"#{act}_category").count() == 1


def test_a_coordinator_prepares_an_answer_and_an_officer_uses_it(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        base_url=site.address, viewport={"width": 1280, "height": 900}, locale="sq-XK"
    )
    boss = signed_in(context.new_page(), COORDINATOR)
    boss.goto("/sq/desk/templates/new/?municipality=peja")
    boss.fill("#id_name", "Vijmë së shpejti")
    boss.fill("#id_text_sq", "Raporti {numri} u pranua.")
    press(boss.locator("main form button.primary"))
    assert "{numri}" in boss.locator(".errors").inner_text()
    look(boss, "template-wrong")
    boss.fill("#id_text_sq", "Raporti {number}: {department} vjen deri më {deadline}.")
    boss.fill("#id_text_sr", "Пријава {number}: долазимо до {deadline}.")
    press(boss.locator("button[name=preview]"))
    look(boss, "template-preview")
    assert "Raporti" in boss.locator(".speech").first.inner_text()
    press(boss.locator("main form button.primary"))
    look(boss, "template-list")
    assert boss.locator("text=Vijmë së shpejti").count() == 1
    assert Axe().run(boss).violations_count == 0
    boss.goto("/sq/desk/mentions/")
    look(boss, "mentions")
    assert Axe().run(boss).violations_count == 0
    address = open_report(boss)
    boss.locator("details:has(#answer_text) > summary").click()
    boss.select_option("#answer_template", label="Vijmë së shpejti")
    expect(boss.locator("#answer_text")).to_have_value(re.compile("^Raporti"))
    look(boss, "answer-filled")
    submit(boss, "answer")
    boss.goto(address.replace("/desk/", "/"))
    look(boss, "public")
    assert boss.locator(".speech.official", has_text="vjen deri më").count() == 1
    context.close()
