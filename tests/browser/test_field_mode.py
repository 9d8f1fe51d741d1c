"""An officer's phone at the report: without network, with a photo, sent once; and what a shared phone forgets."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from besa.site.services.demo import PASSWORD
from dev.running_site import Site
from tests.browser.kept import A_PHOTO, kept_on, wait_until_kept
from tests.browser.waiting import press
from tests.factories.photos_small import jpeg

pytestmark = pytest.mark.browser
OFFICER, COORDINATOR = "officer.peja@besa.example", "coordinator.peja@besa.example"
TRAINEE = "officer.kukes@besa.example"  # nobody else's course
FIELD = "/en/desk/field/?whose=mine"
ROOT = Path(__file__).resolve().parents[2]
SENT = re.compile(r"Report \d+: Marked as fixed")
WAITS = "Waits on this phone"
#: waits until the phone has the page that opens without network, and everything that it loads
KEPT = """async ([page, kept]) => {
  await navigator.serviceWorker.ready;
  for (let tries = 0; tries < 100; tries += 1) {
    const text = await (await caches.match(page))?.text();
    const named = [...(text ?? "").matchAll(/(?:src|href)="(\\/static\\/[^"#]+)/g)].map((match) => match[1]);
    const there = await Promise.all(named.map((address) => caches.match(address)));
    if (text && there.every(Boolean) && navigator.serviceWorker.controller && (await route())) return true;
    await new Promise((resume) => setTimeout(resume, 100));
  }
  return false;
  function route() {
    return new Promise((done) => {
      const open = indexedDB.open("besa-reports", 1);
      open.onsuccess = () => {
        const asked = open.result.transaction("drafts").objectStore("drafts").get(kept);
        asked.onsuccess = () => done(asked.result && (open.result.close(), true));
      };
    });
  }
}"""


@pytest.fixture(scope="module", autouse=True)
def way(site: Site) -> None:
    """Stops of the officer's own: those of the demonstration are other tests' too."""
    settings = {"BESA_DATA": str(site.data), "DJANGO_SETTINGS_MODULE": "besa.config.settings"}
    make = [sys.executable, "-m", "tests.factories.officers_way", "10"]
    subprocess.run(make, cwd=ROOT, env=os.environ | settings, check=True, capture_output=True)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """What the camera took."""
    file = tmp_path / "fixed.jpg"
    file.write_bytes(jpeg().read())
    return file


@pytest.fixture
def officer(context: BrowserContext) -> Iterator[Page]:
    """A phone in an officer's hand, on the route's page, ready to lose the network."""
    page = signed_in(context.new_page(), OFFICER)
    page.goto(FIELD, wait_until="load")
    assert page.evaluate(KEPT, ["/en/desk/field/", "own:route"])
    yield page


def signed_in(page: Page, who: str, then: str = "/en/desk/") -> Page:
    page.goto(f"/en/account/login/?next={then}")
    page.fill("input[name=login]", who)
    page.locator("main form summary").click()
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button.primary").first.click()
    page.wait_for_url(f"**{then}**")
    return page


def stop_to_fix(page: Page) -> Locator:
    """The first stop of the route."""
    number = page.locator("[data-stop]").first.get_attribute("data-stop")
    return page.locator(f"#stop-{number}")


def number_of(stop: Locator) -> int:
    return int(stop.get_attribute("data-stop") or 0)


def fix(stop: Locator, words: str, photo: Path | None = None) -> None:
    """Open the form, take the photo, write, send."""
    act = stop.locator("details", has=stop.page.locator("[data-field-form=fix]"))
    act.locator("summary").click()
    if photo:
        act.locator("input[type=file]").set_input_files(photo)
        expect(act.locator("[data-previews] li")).to_have_count(1)
    act.locator("textarea").first.fill(words)
    act.locator("button.primary").click()


def asked(site: Site, question: str, *values: object) -> list[tuple[object, ...]]:
    """Rows of the server's database."""
    with sqlite3.connect(f"file:{site.data / 'besa.sqlite3'}?mode=ro", uri=True) as rows:
        return list(rows.execute(question, values))


def times_fixed(site: Site, number: int) -> int:
    """How often it was marked as fixed since the demonstration data were made."""
    question = (
        "SELECT COUNT(*) FROM reports_transition WHERE report_id = ? AND new = 'fixed'"
        " AND at > datetime('now', '-1 hour')"
    )
    return int(str(asked(site, question, number)[0][0]))


def look(page: Page, name: str) -> None:
    """Keep a picture for people, when asked for."""
    if folder := os.environ.get("BESA_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_fixed_without_network_and_sent_once(
    officer: Page, context: BrowserContext, site: Site, photo: Path
) -> None:
    before = stop_to_fix(officer).locator("h2").inner_text()
    context.set_offline(True)
    officer.goto(FIELD)
    stop = stop_to_fix(officer)
    number = number_of(stop)
    expect(officer.locator("#field-kept")).to_contain_text("as your phone last saw it")
    assert stop.locator("h2").inner_text() == before
    fix(stop, "New lid, without network", photo)
    expect(officer.locator("#field")).to_contain_text(WAITS)
    expect(stop).to_contain_text(WAITS)
    look(officer, "field-offline")
    assert Axe().run(officer).violations_count == 0
    # The page may be closed meanwhile.
    officer.goto(FIELD)
    expect(officer.locator("#field")).to_contain_text(WAITS)
    assert times_fixed(site, number) == 0
    context.set_offline(False)
    # Whoever says so, and however often: it is sent once.
    officer.evaluate("for (let n = 0; n < 5; n += 1) window.dispatchEvent(new Event('online'))")
    expect(officer.locator("#field-news")).to_contain_text(SENT, timeout=30_000)
    expect(officer.locator("#field")).to_be_hidden()
    officer.goto(FIELD)
    expect(officer.locator(f"#stop-{number}")).to_have_count(0)
    assert times_fixed(site, number) == 1
    said = "SELECT COUNT(*) FROM reports_update WHERE report_id = ? AND text = 'New lid, without network'"
    assert asked(site, said, number) == [(1,)]
    photos = "SELECT COUNT(*) FROM reports_photo WHERE report_id = ? AND by_official"
    assert asked(site, photos, number) == [(1,)]


def test_two_pages_send_what_waits_once(officer: Page, context: BrowserContext, site: Site) -> None:
    context.set_offline(True)
    stop = stop_to_fix(officer)
    number = number_of(stop)
    fix(stop, "Two pages")
    expect(officer.locator("#field")).to_contain_text(WAITS)
    other = context.new_page()
    other.goto(FIELD)
    expect(other.locator("#field")).to_contain_text(WAITS)
    context.set_offline(False)
    expect(officer.locator("#field")).to_be_hidden(timeout=30_000)
    other.reload()
    expect(other.locator("#field")).to_be_hidden()
    assert times_fixed(site, number) == 1


def test_who_was_faster_is_shown_and_nothing_is_lost(
    officer: Page, browser: Browser, context: BrowserContext, site: Site, photo: Path
) -> None:
    context.set_offline(True)
    stop = stop_to_fix(officer)
    number = number_of(stop)
    fix(stop, "I have repaired it", photo)
    expect(officer.locator("#field")).to_contain_text(WAITS)
    elsewhere = browser.new_context(base_url=site.address, locale="en")
    boss = signed_in(elsewhere.new_page(), COORDINATOR)
    boss.goto(f"/en/desk/reports/{number}/")
    boss.locator("details:has(#answer_text) > summary").click()
    boss.fill("#answer_text", "The company comes on Monday")
    boss.locator("form:has(input[value=answer]) button.primary").click()
    expect(boss.locator(".speech", has_text="The company comes on Monday").first).to_be_visible()
    elsewhere.close()
    context.set_offline(False)
    waiting = officer.locator("#field")
    expect(waiting).to_contain_text("The company comes on Monday", timeout=30_000)
    expect(waiting.locator("textarea").first).to_have_value("I have repaired it")
    expect(waiting.locator("[data-previews] li")).to_have_count(1)
    look(officer, "field-conflict")
    assert Axe().run(officer).violations_count == 0
    assert times_fixed(site, number) == 0
    # It stays until somebody decides, then it goes out with its photo.
    officer.reload()
    expect(waiting.locator("[data-previews] li")).to_have_count(1)
    waiting.locator("button.primary").click()
    expect(waiting).to_be_hidden(timeout=30_000)
    assert times_fixed(site, number) == 1
    photos = "SELECT COUNT(*) FROM reports_photo WHERE report_id = ? AND by_official"
    assert asked(site, photos, number) == [(1,)]


def test_a_session_that_ran_out_keeps_what_waits(officer: Page, context: BrowserContext, site: Site) -> None:
    context.set_offline(True)
    stop = stop_to_fix(officer)
    number = number_of(stop)
    fix(stop, "Signed out meanwhile")
    expect(officer.locator("#field")).to_contain_text(WAITS)
    context.clear_cookies()
    context.set_offline(False)
    expect(officer.locator("#field-news")).to_contain_text("You are signed out", timeout=30_000)
    expect(officer.locator("#field")).to_contain_text(WAITS)
    assert times_fixed(site, number) == 0
    # Somebody else signs in on the same phone: they neither see it nor send it.
    signed_in(officer, COORDINATOR)
    officer.goto(FIELD)
    expect(officer.locator("#field")).to_contain_text("Somebody else's work waits on this phone")
    expect(officer.locator("#field")).not_to_contain_text(str(number))
    assert times_fixed(site, number) == 0
    context.clear_cookies()
    signed_in(officer, OFFICER)
    officer.goto(FIELD)
    expect(officer.locator("#field-news")).to_contain_text(SENT, timeout=30_000)
    assert times_fixed(site, number) == 1


def test_signing_out_makes_the_phone_forget(officer: Page, context: BrowserContext) -> None:
    kept = kept_on(officer)
    assert "field-stop" in kept and "csrfmiddlewaretoken" not in kept
    assert "@" not in re.sub(r"@\w+\b(?!\.)", "", kept)
    context.set_offline(True)
    fix(stop_to_fix(officer), "Never to be sent")
    expect(officer.locator("#field")).to_contain_text(WAITS)
    context.set_offline(False)
    # It went out in the moment the network came back, or waits: either way nothing of it stays.
    officer.goto("/en/account/")
    officer.on("dialog", lambda dialog: dialog.accept())
    officer.locator("form[action*=logout] button").click()
    officer.wait_for_url(re.compile(r"/en/$"))
    assert kept_on(officer) == "[[],[]]"
    context.set_offline(True)
    officer.goto(FIELD)
    expect(officer.locator("#field-none")).to_contain_text("No route is kept on this phone")


def test_a_draft_survives_the_camera(officer: Page, photo: Path) -> None:
    stop = stop_to_fix(officer)
    act = stop.locator("details", has=officer.locator("[data-field-form=fix]"))
    act.locator("summary").click()
    act.locator("textarea").first.fill("Half a sentence")
    act.locator("input[type=file]").set_input_files(photo)
    expect(act.locator("[data-previews] li")).to_have_count(1)
    wait_until_kept(officer, "Half a sentence", A_PHOTO)
    officer.reload()
    expect(act.locator("textarea").first).to_have_value("Half a sentence")
    expect(act.locator("[data-previews] li")).to_have_count(1)


def test_without_a_script_it_is_a_list_with_forms(browser: Browser, site: Site, photo: Path) -> None:
    context = browser.new_context(
        base_url=site.address, viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    page = signed_in(context.new_page(), OFFICER)
    page.goto(FIELD)
    stop = stop_to_fix(page)
    number = number_of(stop)
    cannot = stop.locator("details", has=page.locator("[data-field-form=cannot]"))
    cannot.locator("summary").click()
    cannot.locator("textarea").fill("The gate is locked")
    cannot.locator("button.primary").click()
    expect(page.locator(".errors")).to_contain_text("Choose a reason")
    expect(page.locator("textarea")).to_have_value("The gate is locked")
    look(page, "field-comes-back")
    page.locator("input[value=note]").check()
    page.locator("main button.primary").click()
    page.wait_for_url("**/desk/field/?**")
    expect(page.locator("body")).to_contain_text("Saved. The report is still yours.")
    fix(page.locator(f"#stop-{number}"), "")
    expect(page.locator("body")).to_contain_text("Marked as fixed")
    assert times_fixed(site, number) == 1
    context.close()


def test_practice_works_without_network_and_leaves_nothing_behind(
    context: BrowserContext, site: Site
) -> None:
    officer = signed_in(context.new_page(), TRAINEE)
    officer.goto("/en/desk/field/?whose=department", wait_until="load")
    assert officer.evaluate(KEPT, ["/en/desk/field/", "own:route"])
    real = number_of(stop_to_fix(officer))
    officer.goto("/en/desk/practice/")
    press(officer.locator("button[value=begin]"))
    officer.goto("/en/desk/field/?whose=department")
    assert officer.evaluate(KEPT, ["/en/desk/field/", "own:route:practice"])
    context.set_offline(True)
    officer.goto("/en/desk/field/?whose=department")
    expect(officer.locator("#field-route")).to_contain_text("nothing here is real")
    expect(officer.locator(f"#stop-{real}")).to_have_count(0)
    stop = stop_to_fix(officer)
    number = number_of(stop)
    fix(stop, "Tried out without network")
    expect(officer.locator("#field")).to_contain_text(WAITS)
    look(officer, "field-practice-offline")
    assert Axe().run(officer).violations_count == 0
    context.set_offline(False)
    expect(officer.locator("#field-news")).to_contain_text(SENT, timeout=30_000)
    assert times_fixed(site, number) == 1
    # Whoever leaves practice finds the route that is real, also without network.
    officer.goto("/en/desk/practice/")
    officer.locator("#practice button[value=leave]").click()
    expect(officer.locator("#practice")).to_have_count(0)
    assert f"stop-{number}" not in kept_on(officer)
    context.set_offline(True)
    officer.goto(FIELD)
    expect(officer.locator(f"#stop-{real}")).to_have_count(1)
    context.set_offline(False)


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_it_fits_and_everybody_can_use_it(browser: Browser, site: Site, width: int) -> None:
    context = browser.new_context(base_url=site.address, viewport={"width": width, "height": 740})
    page = signed_in(context.new_page(), OFFICER)
    page.goto("/sq/desk/field/?whose=mine")
    page.locator("details.desk-action > summary").first.click()
    page.locator("details:has([data-field-form=cannot]) > summary").first.click()
    look(page, f"field-{width}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page).violations_count == 0
    context.close()
