"""Notifications of followed reports: what the service worker shows, and the page without and with JavaScript.

No push service is reachable from here, so the message is handed to the browser as such a service would do it.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dev.running_site import Site
from tests.alerts.test_moving import keys
from tests.browser.waiting import press

pytestmark = pytest.mark.browser

TOLD = {
    "title": "Raporti 12 tani: i rregulluar",
    "body": "Gropë, Vitomiricë, Peja",
    "url": "/sq/about/",
    "tag": "report:12",
    "lang": "sq",
    "icon": "/icons/besa-192.png",
}
SHOWN = """async (title) => {
  const worker = await navigator.serviceWorker.ready;
  for (let tries = 0; tries < 20; tries += 1) {
    const shown = await worker.getNotifications();
    if (shown.some((one) => one.title === title))
      return shown.map(({ title, body, tag, lang, data }) => ({ title, body, tag, lang, data }));
    await new Promise((resume) => setTimeout(resume, 100));
  }
  return [];
}"""


def _push(context: BrowserContext, page: Page, payload: dict[str, Any]) -> list[dict[str, Any]]:
    """Hand a message to the service worker, as the browser does when its push service has one; what is shown then.

    Chromium drops a message for a worker that is not written down yet: it is handed over again, as a push service
    does when it hears nothing.
    """
    devtools = context.new_cdp_session(page)
    known: list[dict[str, Any]] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda event: known.extend(event["registrations"]))
    devtools.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    origin = page.evaluate("location.origin")
    for _ in range(10):
        for registration in {one["registrationId"] for one in known}:
            message = {"origin": origin, "registrationId": registration, "data": json.dumps(payload)}
            devtools.send("ServiceWorker.deliverPushMessage", message)
        if shown := page.evaluate(SHOWN, payload["title"]):
            return list(shown)
    return []


def test_a_push_is_shown_in_the_readers_words(context: BrowserContext, page: Page, site: Site) -> None:
    context.grant_permissions(["notifications"], origin=site.address)
    page.goto("/sq/about/", wait_until="load")
    (shown,) = _push(context, page, TOLD)
    assert (shown["title"], shown["body"], shown["lang"]) == (TOLD["title"], TOLD["body"], "sq")
    assert shown["data"] == {"url": "/sq/about/"}
    newer = _push(context, page, TOLD | {"title": "I hapur përsëri"})
    assert [one["title"] for one in newer] == ["I hapur përsëri"]  # in the place of the older


#: what the browser's push service would give: a new address and new keys
FRESH = """async ([old, fresh, moved]) => {
  const kept = { endpoint: old, key: "", moved };
  await (await caches.open("push")).put("/push", new Response(JSON.stringify(kept)));
  await moveOn(null, { toJSON: () => fresh });
  return (await (await (await caches.open("push")).match("/push")).json()).endpoint;
}"""


def _fill_and_send(page: Page, values: dict[str, str]) -> None:
    """What `push.js` does when the browser has given its address."""
    page.evaluate(
        """(values) => {
          const form = document.querySelector("[data-push]").form;
          for (const [name, value] of Object.entries(values)) form.elements.namedItem(name).value = value;
          form.requestSubmit();
        }""",
        values,
    )


def test_a_browser_with_a_new_push_address_keeps_what_it_follows(context: BrowserContext, page: Page) -> None:
    old, new = (f"https://fcm.googleapis.com/fcm/send/{secrets.token_hex(8)}" for _ in range(2))
    page.goto("/sq/follow/?municipality=peja", wait_until="load")
    moved = page.locator("[data-push]").get_attribute("data-push-moved")
    _fill_and_send(page, {"endpoint": old, **keys()})
    page.wait_for_url("**/alerts/of/**")
    own_page = page.url
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    (worker,) = context.service_workers
    fresh = {"endpoint": new, "keys": keys()}
    assert worker.evaluate(FRESH, [old, fresh, moved]) == new
    for endpoint, leads_to in ((new, own_page), (old, "**/alerts/lost/")):
        page.goto("/sq/alerts/lost/", wait_until="load")
        page.evaluate(
            """(endpoint) => {
              const form = document.querySelector("[data-push-own]");
              form.elements.namedItem("endpoint").value = endpoint;
              form.requestSubmit();
            }""",
            endpoint,
        )
        page.wait_for_url(leads_to)


def test_the_map_offers_to_follow_what_it_shows(page: Page) -> None:
    page.goto("/sq/map/?municipality=peja&category=waste")
    link = page.locator("[data-map-list] a[href*='/sq/follow/']").first
    expect(link).to_be_visible()
    page.goto(link.get_attribute("href") or "")
    assert page.locator("select[name=category]").input_value() == "waste"


def test_all_of_it_works_without_scripts(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        base_url=site.address, java_script_enabled=False, viewport={"width": 320, "height": 640}
    )
    page = context.new_page()
    page.goto("/sq/follow/")
    press(page.locator("a[href*='municipality=peja']"))
    expect(page.locator("[data-push]")).to_be_hidden()
    page.locator("button.primary").click()
    expect(page.locator(".errors")).to_be_visible()
    page.locator("input[name=email]").fill("drita@example.com")
    page.locator("label", has=page.locator("input[name=frequency][value=weekly]")).click()
    page.locator("button.primary").click()
    page.wait_for_url("**/follow/asked/")
    context.close()
