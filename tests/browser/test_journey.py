"""The whole circle once, in real browsers, with and without JavaScript: a citizen reports a problem in Albanian from
a phone with a photo that knows its place; the municipality says "fixed" with a photo; the citizen sees it; and the
public ledger, checked by besa-verify, says so too."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from besa.core.time_trap import TOO_FAST
from dev.running_site import ROOT, Site, sign_in
from tests.browser.waiting import press
from tests.conftest import SHARED_DATA
from tests.factories.photos_small import jpeg

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
OFFICER = "officer.prishtina@besa.example"
REAL_PHOTO = SHARED_DATA / "photos" / "exif_gps" / "gen_prishtina_gps_pii.jpg"
WORKER_NEEDS_MS = 60_000


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo that says it was taken in Prishtina: the real one where it is there."""
    if REAL_PHOTO.exists():
        return REAL_PHOTO
    file = tmp_path / "hole.jpg"
    file.write_bytes(jpeg(at=(42.6629, 21.1655)).read())
    return file


@pytest.fixture
def mended(tmp_path: Path) -> Path:
    """What the officer's photo shows afterwards."""
    file = tmp_path / "mended.jpg"
    file.write_bytes(jpeg().read())
    return file


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def citizen(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    """A citizen's phone."""
    context = _context(browser, site, PHONE, javascript=request.param)
    yield context.new_page()
    context.close()


@pytest.fixture
def officer(browser: Browser, site: Site, citizen: Page) -> Iterator[Page]:
    """An official's desk, in another window; with JavaScript when the citizen has it."""
    javascript = citizen.evaluate("1") == 1 if _runs_scripts(citizen) else False
    context = _context(browser, site, DESKTOP, javascript=javascript)
    yield context.new_page()
    context.close()


def _context(browser: Browser, site: Site, size: dict[str, int], *, javascript: bool) -> BrowserContext:
    return browser.new_context(
        base_url=site.address,
        viewport=size,
        locale="sq-XK",
        java_script_enabled=javascript,
    )


def _runs_scripts(page: Page) -> bool:
    page.goto("/sq/")
    return page.locator("html.js").count() == 1


def _button(scope: Page | Locator) -> Locator:
    return scope.locator("button.primary")


def _report(page: Page, photo: Path, words: str, email: str) -> None:
    """From the home page to the receipt."""
    page.goto("/sq/")
    expect(page.locator("html")).to_have_attribute("lang", "sq")
    page.locator("main a[href='/sq/report/']").first.click()
    page.locator("details:has(#photo) summary").click()
    page.locator("#photo").set_input_files(photo)
    page.locator("#photo-first button").click()
    page.wait_for_url(re.compile(r"lat=42\."))
    expect(page.locator("#place-name")).to_contain_text("Prishtin")
    page.locator("label[for=c-pothole]").click()
    page.locator("#id_text").fill(words)
    page.locator("#id_email").fill(email)
    page.wait_for_timeout(TOO_FAST.total_seconds() * 1000 + 200)
    page.locator("#send").click()
    another = page.locator("#again button")
    expect(page.locator(".private-link").or_(another).first).to_be_visible(timeout=30_000)
    if another.count():  # something alike is near: this is another one
        another.click()
        page.wait_for_url(re.compile(r"/sq/receipt/"))


def _confirm_by_mail(page: Page, site: Site, email: str) -> None:
    """Press the button behind the link of the mail, as it lies at /dev/mail."""
    for _ in range(WORKER_NEEDS_MS // 500):
        mails = _rows(site, "SELECT text FROM core_outgoingmail WHERE recipient = ? ORDER BY id", email)
        if mails:
            break
        page.wait_for_timeout(500)
    link = re.search(r"https?://\S+/confirm/\S+", str(mails[0][0]))
    assert link, mails
    page.goto(re.sub(r"https?://[^/]+", site.address, link[0]))
    press(_button(page))


def _fix(page: Page, number: int, words: str, photo: Path) -> None:
    page.goto(f"/sq/desk/reports/{number}/")
    action = page.locator("details.desk-action", has=page.locator("input[name=action][value=fix]"))
    action.locator("summary").first.click()
    action.locator("textarea").fill(words)
    action.locator("input[type=file]").set_input_files(photo)
    press(_button(action))
    expect(page.locator("article .status, main .status").first).to_be_visible()


def _rows(site: Site, sql: str, *values: object) -> list[tuple[object, ...]]:
    with sqlite3.connect(f"file:{site.data / 'besa.sqlite3'}?mode=ro", uri=True) as connection:
        return list(connection.execute(sql, values))


def _expect_row(page: Page, site: Site, sql: str, key: object, wanted: tuple[object, ...]) -> None:
    """The database says so, at the latest when the page has come back."""
    for _ in range(40):
        if _rows(site, sql, key) == [wanted]:
            return
        page.wait_for_timeout(250)
    page.screenshot(path=str(site.data / "journey.png"), full_page=True)
    assert _rows(site, sql, key) == [wanted], page.url


def test_report_answer_see_prove(
    citizen: Page, officer: Page, site: Site, photo: Path, mended: Path, tmp_path: Path
) -> None:
    words = f"Gropë e thellë para shkollës, {'me' if _runs_scripts(citizen) else 'pa'} JavaScript"
    email = f"arta-{'with' if _runs_scripts(citizen) else 'without'}@besa.example"
    _report(citizen, photo, words, email)
    receipt = citizen.url
    [(number, uid, visibility)] = _rows(
        site, "SELECT id, uid, visibility FROM reports_report WHERE text = ?", words
    )
    if visibility == "unconfirmed":
        _confirm_by_mail(citizen, site, email)
    _expect_row(citizen, site, "SELECT visibility FROM reports_report WHERE id = ?", number, ("public",))

    citizen.goto(f"/sq/reports/{number}/")
    expect(citizen.locator("main")).to_contain_text(words)
    sign_in(officer, OFFICER)
    _fix(officer, int(str(number)), "Gropa u mbush dhe u asfaltua.", mended)

    citizen.reload()
    expect(citizen.locator("main")).to_contain_text("Gropa u mbush dhe u asfaltua.")
    _wait_for_photos(citizen, 2)
    citizen.goto(receipt)
    expect(citizen.locator("#verdict button[value=yes]")).to_be_visible()
    press(citizen.locator("#verdict button[value=yes]"))
    _expect_row(
        citizen, site, "SELECT state, confirmed_fixed FROM reports_report WHERE id = ?", number, ("fixed", 1)
    )
    _prove(citizen, site, str(uid), tmp_path)


def _wait_for_photos(page: Page, n: int) -> None:
    """Both photos are re-drawn by the worker and then seen by everybody."""
    for _ in range(WORKER_NEEDS_MS // 1000):
        if page.locator("main img[src*='/photos/']").count() >= n:
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError("the photos never appeared")


def _prove(page: Page, site: Site, uid: str, folder: Path) -> None:
    """Seal, download the export, and let besa-verify find the acts in it."""
    environment = {**os.environ, "BESA_DATA": str(site.data), "BESA_DATABASE": ""}
    subprocess.run(
        [sys.executable, "manage.py", "seal"], cwd=ROOT, env=environment, check=True, capture_output=True
    )
    export = folder / "ledger.jsonl"
    export.write_bytes(page.request.get(site("/ledger/export")).body())
    verify = [
        sys.executable,
        "-I",
        str(ROOT / "bin" / "besa-verify"),
        str(export),
        "--entry",
        f"report:{uid}",
    ]
    said = subprocess.run(verify, capture_output=True, text=True, check=True).stdout
    for verb in ("reports.received", "reports.published", "reports.fixed", "reports.confirmed_fixed"):
        assert verb in said
    assert "OK:" in said
