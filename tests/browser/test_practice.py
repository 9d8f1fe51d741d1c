"""An officer practises in the browser, in Albanian: on a phone without JavaScript, and at a desk beside the list."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dev.public_pages import COORDINATOR, OFFICER
from dev.running_site import Site, sign_in
from tests.browser.waiting import press

pytestmark = pytest.mark.browser
COURSE = "/sq/desk/practice/"


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Page]:
    """Without JavaScript."""
    yield from _page(browser, site, 360, OFFICER, scripted=False)


@pytest.fixture
def desk(browser: Browser, site: Site) -> Iterator[Page]:
    """With it, and with room for a report beside the list."""
    yield from _page(browser, site, 1280, COORDINATOR, scripted=True)


def _page(browser: Browser, site: Site, width: int, who: str, *, scripted: bool) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site.address,
        viewport={"width": width, "height": 800},
        locale="sq-XK",
        java_script_enabled=scripted,
        service_workers="block",
    )
    page = context.new_page()
    sign_in(page, who)
    page.goto(COURSE)
    look(page, f"course-before-{width}")
    press(page.locator("button[value=begin]"))
    yield page
    context.close()


def look(page: Page, name: str) -> None:
    """Keep a picture for people, when asked for."""
    if folder := os.environ.get("BESA_PICTURES"):
        page.screenshot(path=Path(folder) / f"practice-{name}.png", full_page=True)


def submit(page: Page, action: str) -> None:
    press(page.locator(f"form:has(input[name=action][value={action}]) .actions button.primary"))


def flawless(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_a_short_course_on_a_phone_without_javascript(phone: Page) -> None:
    banner = phone.locator("#practice")
    expect(banner).to_be_visible()
    look(phone, "queue-360")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    address = phone.locator("#desk-items a.cover").first.get_attribute("href") or ""
    first = banner.locator(".practice-goal").inner_text()
    phone.goto(address)
    phone.locator(".desk-action:has(input[value=acknowledge]) summary").click()
    submit(phone, "acknowledge")
    look(phone, "report-360")
    expect(banner.locator(".practice-praise")).to_be_visible()
    second = banner.locator(".practice-goal").inner_text()
    assert second != first
    # The banner leads to the report that the exercise is about, which is answered in one's own words.
    press(banner.locator("a[href*='/desk/reports/']"))
    practised = phone.url.split("?")[0]
    phone.locator(".desk-action:has(input[value=answer]) summary").click()
    phone.fill("#answer_text", "Elektricisti vjen nesër në mëngjes.")
    submit(phone, "answer")
    assert banner.locator(".practice-goal").inner_text() not in (first, second)
    phone.goto(COURSE)
    look(phone, "course-360")
    assert phone.locator(".practice-steps .tag").count() == 2
    # One click leads out, and then nothing of it is there.
    press(phone.locator("button[value=leave]"))
    expect(banner).to_have_count(0)
    answer = phone.goto(practised)
    assert answer is not None and answer.status == 404
    answer = phone.goto(practised.replace("/desk/", "/"))
    assert answer is not None and answer.status == 404


def test_at_the_desk_the_banner_goes_along_and_points(desk: Page) -> None:
    banner = desk.locator("#practice")
    desk.goto("/sq/desk/?view=new")
    expect(desk.locator("#view-new.practice-point")).to_be_visible()
    goal = banner.locator(".practice-goal").inner_text()
    desk.locator("#desk-items a.cover").first.click()
    act = desk.locator("#desk-detail .desk-action:has(input[value=acknowledge])")
    expect(act).to_have_class("desk-action practice-point")
    look(desk, "queue-1280")
    flawless(desk)
    act.locator("summary").click()
    act.locator("button.primary").click()
    expect(banner.locator(".practice-goal")).not_to_have_text(goal)
    expect(banner.locator(".practice-praise")).to_have_count(1)
    look(desk, "done-1280")
    flawless(desk)
    for path in (COURSE, f"{COURSE}people/"):
        desk.goto(path)
        flawless(desk)
    look(desk, "closed-1280")  # that page shows what is real: the course instead
    press(desk.locator("button[value=leave]"))
    desk.goto(f"{COURSE}people/")
    look(desk, "people-1280")
    flawless(desk)
    desk.set_viewport_size({"width": 360, "height": 740})
    look(desk, "people-360")
    assert desk.evaluate("document.documentElement.scrollWidth") <= 360
