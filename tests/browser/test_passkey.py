"""A passkey is made and opens the account, in a real browser with an authenticator of its own."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from dev.public_pages import PASSWORD
from dev.running_site import Site, sign_in

pytestmark = pytest.mark.browser

#: nobody else signs in as this demonstration account, so that its new key disturbs no other test
OFFICER = "officer.kukes@besa.example"


def _authenticator(page: Page) -> None:
    """A phone that unlocks with a finger and keeps passkeys, as Chromium plays it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )


def test_a_passkey_is_made_and_opens_the_account(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        base_url=site.address, viewport={"width": 360, "height": 740}, locale="sq-XK"
    )
    page = context.new_page()
    _authenticator(page)
    sign_in(page, OFFICER)
    page.goto("/sq/account/2fa/webauthn/add/")
    if page.locator("#id_password").count():
        page.locator("#id_password").fill(PASSWORD)
        page.locator("button.primary").first.click()
    page.get_by_label("Emri").fill("Telefoni im")
    page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile("recovery-codes"))
    page.goto("/sq/account/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("Telefoni im")
    context.clear_cookies()
    page.goto("/sq/account/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url(re.compile(r"/desk/"))
    context.close()
