"""Without network: kept pages open, others say so in the reader's language, and nothing private was kept."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from dev.public_pages import COORDINATOR, LANGUAGES, PASSWORD
from dev.running_site import Site
from tests.browser.waiting import wait_until

pytestmark = pytest.mark.browser
READY = """async (paths) => {
  await navigator.serviceWorker.ready;
  for (let tries = 0; tries < 100; tries += 1) {
    const kept = await Promise.all(paths.map((path) => caches.match(path)));
    if (kept.every(Boolean) && navigator.serviceWorker.controller) return true;
    await new Promise((resume) => setTimeout(resume, 100));
  }
  return false;
}"""

#: the pages that /sw.js says it keeps for English readers
NAMED = """async () => {
  const script = await (await fetch("/sw.js")).text();
  return JSON.parse(script.match(/[.]{3}([{].*[}])[}];/)[1]).pages.en;
}"""


def prepared(page: Page, language: str) -> None:
    page.goto(f"/{language}/about/", wait_until="load")
    assert page.evaluate(READY, [f"/{language}/report/", f"/{language}/offline/"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_was_not_kept_says_so(context: BrowserContext, page: Page, language: str) -> None:
    prepared(page, language)
    context.set_offline(True)
    page.goto(f"/{language}/how-it-works/")
    assert page.locator("main svg use[href$='#offline']").count() == 1
    assert page.get_attribute("html", "lang")
    assert page.locator(f"a[href='/{language}/report/']").count() >= 1


def test_the_report_form_opens_with_its_style(context: BrowserContext, page: Page) -> None:
    prepared(page, "sq")
    context.set_offline(True)
    page.goto("/sq/report/")
    assert page.locator("main form").count() >= 1
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(250, 248, 243)"


def test_only_the_shell_is_kept(context: BrowserContext, page: Page) -> None:
    prepared(page, "en")
    page.goto("/en/account/login/", wait_until="load")
    page.goto("/en/m/", wait_until="load")
    kept = page.evaluate(
        """async () => {
          const names = await caches.keys();
          const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
          return all.flat().map((request) => new URL(request.url).pathname);
        }"""
    )
    pages = {path for path in kept if not path.startswith("/static/")}
    assert pages == set(page.evaluate(NAMED))
    assert all(path.endswith(("/offline/", "/report/")) for path in pages)


def test_kept_pages_know_nobody(context: BrowserContext, page: Page) -> None:
    """They are fetched without cookies: no session, no token, no link that only somebody signed in gets."""
    page.goto("/en/account/login/")
    page.locator("#id_login").fill(COORDINATOR)
    page.locator("details:has(#id_password) summary").click()
    page.locator("#id_password").fill(PASSWORD)
    page.locator("button.primary").first.click()
    page.wait_for_url(re.compile(r"/desk/"))
    prepared(page, "en")
    kept = page.evaluate("async () => (await caches.match('/en/report/')).text()")
    seen = page.evaluate("async () => (await fetch('/en/report/')).text()")
    assert "/en/desk/" in seen
    assert "/en/desk/" not in kept
    assert "/en/account/login/" in kept


def test_a_new_version_forgets_the_old(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    page.goto("/healthz")  # a page that registers no worker yet
    page.evaluate("caches.open('static-0').then((cache) => cache.put('/static/old', new Response('')))")
    prepared(page, "en")
    wait_until(page, "caches.has('static-0').then((there) => !there)")
    context.close()
