"""Every public page in every language, on a phone and a desk, light and dark, and the pages of people who sign in:
axe finds nothing, nothing scrolls sideways at 320 px, the console is silent, the strict content policy holds; and the
desk is worked with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from besa.core.languages import TAGS
from besa.core.time_trap import TOO_FAST
from dev.public_pages import LANGUAGES, SIGNED_IN, public_paths
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


@pytest.fixture(scope="module")
def receipt(browser: Browser, site: Site) -> str:
    """Path after the language of a reporter's private page."""
    context = looked_at(browser, site, 1280, "light")
    page = context.new_page()
    page.goto("/sq/report/?lat=42.645&lon=20.31")
    page.locator("label[for=c-green]").click()
    page.locator("#id_text").fill("Një stol i thyer buzë liqenit, larg nga të tjerët.")
    page.wait_for_timeout(TOO_FAST.total_seconds() * 1000 + 200)
    page.locator("#send").click()
    expect(page.locator(".private-link")).to_be_visible()
    path = page.url.split("/sq/")[1]
    context.close()
    return path


def looked_at(browser: Browser, site: Site, width: int, scheme: Any, **more: Any) -> BrowserContext:
    return browser.new_context(
        **more,
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
    assert not (found := violations(page, paths, turn)), "\n".join(found)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def test_axe_finds_nothing_behind_the_sign_in(
    browser: Browser, site: Site, signed_in: StorageState, look: tuple[int, str]
) -> None:
    context = looked_at(browser, site, *look, storage_state=signed_in)
    page = context.new_page()
    page.goto("/sq/desk/?view=open")
    first = page.locator(".item a.cover").first.get_attribute("href")
    assert first
    found = violations(page, [*SIGNED_IN, first.removeprefix("/sq/")], LOOKS.index(look))
    page.goto(first)
    for action in page.locator("details.desk-action").all():
        action.locator("summary").first.click()
    found += violations_of(page)
    context.close()
    assert not found, "\n".join(found)


def test_axe_finds_nothing_while_somebody_reports(visit: tuple[Page, int], receipt: str) -> None:
    """The form with nothing filled in, the same with its errors, and the receipt."""
    page, turn = visit
    form = "report/?lat=42.66&lon=20.29"
    found = violations(page, [form, receipt], turn)
    page.goto(f"/sq/{form}")
    page.locator("#send").click()
    expect(page.locator(".errors")).to_be_visible()
    found += violations_of(page)
    assert not found, "\n".join(found)


def violations(page: Page, paths: Iterable[str], turn: int) -> list[str]:
    """What axe finds on these pages, each in another language than in the turn before."""
    found = []
    for number, path in enumerate(paths):
        page.goto(f"/{LANGUAGES[(number + turn) % len(LANGUAGES)]}/{path}", wait_until="load")
        found += violations_of(page)
    return found


def violations_of(page: Page) -> list[str]:
    """What axe finds on the page as it is now."""
    return [
        f"{page.url} {one['id']}: {one['help']} {[node['target'] for node in one['nodes'][:3]]}"
        for one in Axe().run(page, options=RULES).response["violations"]
    ]


def test_the_desk_is_worked_with_keys_alone(browser: Browser, site: Site, signed_in: StorageState) -> None:
    """Down the list, into a report, open an action, write, and send it."""
    context = looked_at(browser, site, 1280, "light", storage_state=signed_in)
    page = context.new_page()
    page.goto("/sq/desk/?view=open")
    page.locator(".item a.cover").first.focus()
    page.keyboard.press("ArrowDown")
    second = page.locator(".item a.cover").nth(1)
    expect(second).to_be_focused()
    page.goto(str(second.get_attribute("href")))
    note = page.locator("details.desk-action", has=page.locator("input[name=action][value=note]"))
    note.locator("summary").first.focus()
    page.keyboard.press("Enter")
    while not note.locator("textarea").evaluate("element => element === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("E pamë me tastierë, pa mi.")
    while not note.locator("button").last.evaluate("element => element === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("E pamë me tastierë, pa mi.")
    context.close()


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
    """Errors, and what breaks the content policy; not the 404 that one of the pages is meant to be, nor what the
    machine's graphics driver says of its own speed."""
    meant = "no-such-page" in (message.location or {}).get("url", "")
    blocked = "Service Worker registration blocked" in message.text
    driver = "GL Driver Message" in message.text
    return message.type in {"error", "warning"} and not meant and not blocked and not driver
