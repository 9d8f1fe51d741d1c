"""An editor writes on a phone, in Albanian: toolbar, number from the list, saving by itself, a draft on the device."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dev.public_pages import PASSWORD
from dev.running_site import Site
from tests.browser.waiting import press

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(browser: Browser, site: Site) -> Iterator[Page]:
    """The demonstration's editor at the list of publications."""
    context = browser.new_context(
        base_url=site.address,
        viewport={"width": 360, "height": 740},
        locale="sq-XK",
        service_workers="block",
    )
    page = context.new_page()
    page.goto("/sq/account/login/?next=/sq/publications/write/")
    page.locator("#id_login").fill("editor@besa.example")
    page.locator("details:has(#id_password) summary").click()
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main button.primary").first.click()
    page.wait_for_url("**/publications/write/**")
    yield page
    context.close()


def is_clean(page: Page) -> None:
    """Nothing for axe, nothing that scrolls sideways."""
    assert Axe().run(page).response["violations"] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_an_editor_writes_and_loses_nothing(editor: Page) -> None:
    is_clean(editor)
    editor.goto("/sq/publications/write/new/")
    editor.locator("label:has(input[value=news])").click()
    editor.fill("#id_title", "Lajm nga redaksia")
    editor.locator("form.form button.primary").click()
    editor.locator("a[href*='/add/text/']").last.click()
    box, shown = editor.locator("#id_markdown"), editor.locator("[data-shown]")
    box.fill("Sot ")
    box.press("End")
    editor.locator("[data-tool=bold]").click()
    editor.keyboard.type("në Pejë")
    expect(shown.locator("strong")).to_have_text("në Pejë")
    # The toolbar is one stop of the Tab key, and its arrows go round; what is bold already is made plain again.
    box.press("Shift+Tab")
    expect(editor.locator("[data-tool=bold]")).to_be_focused()
    editor.keyboard.press("ArrowLeft")
    expect(editor.locator("[data-tool=number]")).to_be_focused()
    box.select_text()
    for words in ("**Sot **në Pejë****", "Sot **në Pejë**"):
        box.press("Control+b")
        expect(box).to_have_value(words)
    # A number from the list, never typed.
    box.press("Control+End")
    editor.locator("[data-tool=number]").click()
    dialog = editor.locator("dialog[open]")
    dialog.locator("#id_key").select_option("reports.open")
    dialog.locator("#id_municipality").select_option("peja")
    dialog.locator("button:not([type=button])").click()
    dialog.locator("[data-insert]").click()
    expect(shown.locator(".write-number")).to_be_visible()
    is_clean(editor)
    editor.locator("form.write-form button.primary").click()
    expect(editor.locator(".write-block .write-number")).to_be_visible()
    is_clean(editor)
    # Saved by itself; whoever has the same block open in another window loses nothing.
    press(editor.locator(".write-acts a").first)
    address = editor.url
    other = editor.context.new_page()
    other.goto(address)
    box.fill("Fjalët e dritares së parë")
    expect(editor.locator("[name=seen]")).to_have_value("2", timeout=10_000)
    other.locator("#id_markdown").fill("Fjalët e dritares së dytë")
    other.locator("form.write-form button.primary").click()
    expect(other.locator("del", has_text="parë")).to_be_visible()
    is_clean(other)
    other.locator("button[value=both]").click()
    expect(other.locator(".write-block")).to_have_count(2)
    # Without network the text stays on the device, and is offered again.
    editor.context.set_offline(True)
    box.fill("E shkruar pa rrjet")
    said = editor.locator("[data-saved]")
    expect(said).to_have_text(said.get_attribute("data-texts-offline") or "", timeout=10_000)
    editor.close()
    other.context.set_offline(False)
    other.goto(address)
    other.locator("[data-draft-take]").click()
    expect(other.locator("#id_markdown")).to_have_value("E shkruar pa rrjet")
