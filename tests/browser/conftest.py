"""A running application and a browser in front of it, started once per test process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from dev.public_pages import COORDINATOR
from dev.running_site import Site, chromium, running_site, sign_in
from tests.browser.monitoring import People

#: in which a page must show what it is waited for; long, as a machine may be busy with much else
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The application as `bin/serve` runs it; with BESA_SITE=http://localhost:8000 one that runs already."""
    if running_already := os.environ.get("BESA_SITE"):
        yield Site(running_already.rstrip("/"), Path(os.environ["BESA_DATA"]))
        return
    with running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. Playwright keeps an event loop in this thread, which Django would take for asynchronous code in
    every later test of the process."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def signed_in(browser: Browser, site: Site) -> StorageState:
    """What the browser of Peja's coordinator holds."""
    context = browser.new_context(base_url=site.address, locale="sq-XK")
    sign_in(context.new_page(), COORDINATOR)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A visitor's browser on a phone, with nothing in it yet."""
    made = browser.new_context(base_url=site.address, viewport={"width": 360, "height": 740}, locale="sq-XK")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """One open page of that browser."""
    return context.new_page()


@pytest.fixture
def people(browser: Browser, site: Site) -> Iterator[People]:
    """The organisation's at their desks, and the mayor's office on a phone, where nobody signs in."""
    contexts = [
        browser.new_context(
            base_url=site.address,
            viewport={"width": width, "height": 900},
            locale="sq-XK",
            service_workers="block",
        )
        for width in (1280, 1280, 1280, 1280, 360)
    ]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.on("dialog", lambda dialog: dialog.accept())
    for page, who in zip(pages, ("editor", "monitor1", "monitor2", "monitor3"), strict=False):
        sign_in(page, f"{who}@besa.example")
    yield People(*pages)
    for context in contexts:
        context.close()
