"""Reporting with JavaScript: the photo finds the place, the draft stays, and without network nothing is lost."""

from __future__ import annotations

import re
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from besa.core.time_trap import TOO_FAST
from dev.running_site import Site
from tests.browser.kept import A_PHOTO, wait_until_kept
from tests.factories.photos_small import jpeg

pytestmark = pytest.mark.browser
PEJA = (42.6600, 20.2900)
FORM = f"/en/report/?lat={PEJA[0]}&lon={PEJA[1]}"
A_PERSON_NEEDS_MS = TOO_FAST / timedelta(milliseconds=1) + 100
RECEIPT = re.compile(r"/en/receipt/")


#: waits until the service worker has a page and everything that the page names
KEPT = """async (path) => {
  await navigator.serviceWorker.ready;
  for (let tries = 0; tries < 100; tries += 1) {
    const text = await (await caches.match(path))?.text();
    const named = [...(text ?? "").matchAll(/(?:src|href)="(\\/static\\/[^"#]+)/g)].map((match) => match[1]);
    const there = await Promise.all(named.map((address) => caches.match(address)));
    if (text && there.every(Boolean) && navigator.serviceWorker.controller) return true;
    await new Promise((resume) => setTimeout(resume, 100));
  }
  return false;
}"""


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A JPEG that says it was taken in Peja."""
    file = tmp_path / "hole.jpg"
    file.write_bytes(jpeg(at=PEJA).read())
    return file


def reports_with(site: Site, words: str) -> int:
    """How many reports the server has with these words."""
    with sqlite3.connect(f"file:{site.data / 'besa.sqlite3'}?mode=ro", uri=True) as rows:
        return int(rows.execute("SELECT COUNT(*) FROM reports_report WHERE text = ?", [words]).fetchone()[0])


def visibility_of(site: Site, words: str) -> str:
    with sqlite3.connect(f"file:{site.data / 'besa.sqlite3'}?mode=ro", uri=True) as rows:
        found = rows.execute("SELECT visibility FROM reports_report WHERE text = ?", [words]).fetchone()
        return str(found[0])


def choose(page: Page, category: str, words: str) -> None:
    page.locator(f"label[for=c-{category}]").click()
    page.locator("#id_text").fill(words)


def send(page: Page) -> None:
    """Press the button, no sooner than a person could."""
    page.wait_for_timeout(A_PERSON_NEEDS_MS)
    page.get_by_role("button", name="Send report").click()


def test_a_photo_places_the_pin_and_comes_along(page: Page, site: Site, photo: Path) -> None:
    page.goto("/en/report/")
    page.get_by_text("Start with a photo").click()
    page.locator("#photo").set_input_files(photo)
    page.get_by_role("button", name="Continue with the photo").click()
    page.wait_for_url(re.compile(r"lat=42\.66\d+&lon=20\.29\d+|lat=42\.6599\d+&lon=20\.2899\d+"))
    expect(page.locator("#previews li")).to_have_count(1)
    choose(page, "green", "The photo has found this tree")
    send(page)
    page.wait_for_url(RECEIPT)
    expect(page.get_by_text("Your report is public")).to_be_visible()
    assert visibility_of(site, "The photo has found this tree") == "public"


def test_questions_follow_the_category(page: Page) -> None:
    page.goto(FORM)
    expect(page.get_by_text("Pole number")).to_be_hidden()
    page.locator("label[for=c-lighting]").click()
    expect(page.get_by_text("Pole number")).to_be_visible()
    page.locator("label[for=c-waste]").click()
    expect(page.get_by_text("Pole number")).to_be_hidden()


def test_the_keyboard_is_enough(page: Page, site: Site) -> None:
    page.goto(FORM)
    page.locator("#c-pothole").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#c-pavement")).to_be_checked()
    page.locator("#id_text").focus()
    page.keyboard.type("Only keys were pressed for this")
    page.wait_for_timeout(A_PERSON_NEEDS_MS)
    page.locator("#send").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(RECEIPT)
    assert reports_with(site, "Only keys were pressed for this") == 1


def test_the_draft_and_its_photos_stay_on_the_device(page: Page, photo: Path) -> None:
    page.goto(FORM)
    choose(page, "waste", "A draft about waste")
    page.locator("#id_photos").set_input_files(photo)
    expect(page.locator("#previews li")).to_have_count(1)
    wait_until_kept(page, "A draft about waste", A_PHOTO)
    page.reload()
    expect(page.locator("#id_text")).to_have_value("A draft about waste")
    expect(page.locator("#c-waste")).to_be_checked()
    expect(page.locator("#previews li")).to_have_count(1)
    page.get_by_role("button", name="Remove: photo 1").click()
    expect(page.locator("#previews li")).to_have_count(0)


def test_an_error_brings_the_form_back_with_the_focus_on_it(page: Page) -> None:
    page.goto(FORM)
    page.locator("label[for=c-waste]").click()
    send(page)
    summary = page.locator(".errors")
    expect(summary).to_contain_text("Describe the problem in a few words")
    expect(summary).to_be_focused()
    expect(page.locator("#c-waste")).to_be_checked()


def test_possible_duplicates_are_offered_while_writing(page: Page) -> None:
    words = "A very deep hole beside the old mill"
    page.goto("/en/report/?lat=42.6612&lon=20.2811")
    choose(page, "pothole", words)
    send(page)
    page.wait_for_url(RECEIPT)
    page.goto("/en/report/?lat=42.6612&lon=20.2811")
    choose(page, "pothole", "Deep hole by the old mill")
    expect(page.locator("#similar")).to_contain_text(words)


def test_without_network_it_waits_and_goes_out_once(
    page: Page, context: BrowserContext, site: Site, photo: Path
) -> None:
    words = "Written where there is no signal"
    page.goto(FORM)
    choose(page, "waste", words)
    page.locator("#id_photos").set_input_files(photo)
    expect(page.locator("#previews li")).to_have_count(1)
    context.set_offline(True)
    send(page)
    expect(page.locator("#waiting")).to_contain_text(words)
    expect(page.locator("#waiting")).to_contain_text("Goes out when the network is back")
    assert reports_with(site, words) == 0
    context.set_offline(False)
    expect(page.locator("#waiting")).to_contain_text("Sent. Open your report", timeout=30_000)
    page.goto("/en/report/")
    page.reload()
    assert reports_with(site, words) == 1
    page.goto("/en/report/")
    page.get_by_role("link", name="Sent. Open your report").click()
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.locator(".photos li")).to_have_count(1)


def test_the_form_opens_without_network(page: Page, context: BrowserContext, site: Site) -> None:
    words = "Opened and written without any network"
    page.goto("/en/report/")
    assert page.evaluate(KEPT, "/en/report/offline/")
    context.set_offline(True)
    page.goto("/en/report/")
    page.wait_for_url(re.compile("/en/report/offline/"))
    page.locator("#municipality").select_option("peja")
    choose(page, "other", words)
    send(page)
    expect(page.locator("#waiting")).to_contain_text(words)
    context.set_offline(False)
    expect(page.locator("#waiting")).to_contain_text("Sent. Open your report", timeout=30_000)
    assert reports_with(site, words) == 1
