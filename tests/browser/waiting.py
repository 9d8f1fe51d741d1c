"""Waiting for what Playwright does not wait for by itself: the page behind a button, and a promise."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

_TRIES, _PAUSE_MS = 200, 100


def press(button: Locator) -> None:
    """Press what leads to another page, and be there: what was sent has been dealt with."""
    with button.page.expect_navigation():
        button.click()


def wait_until(page: Page, script: str, arg: object = None) -> None:
    """Wait until the script's answer, or what its promise comes to, is true.

    `wait_for_function` takes the promise itself for a true answer.
    """
    for _ in range(_TRIES):
        if page.evaluate(script, arg):
            return
        page.wait_for_timeout(_PAUSE_MS)
    raise AssertionError(f"never came true: {script}")
