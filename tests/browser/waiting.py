"""Waiting for a promise: Playwright's `wait_for_function` takes any promise for a true answer."""

from __future__ import annotations

from playwright.sync_api import Page

_TRIES, _PAUSE_MS = 200, 100


def wait_until(page: Page, script: str, arg: object = None) -> None:
    """Wait until the script's answer, or what its promise comes to, is true."""
    for _ in range(_TRIES):
        if page.evaluate(script, arg):
            return
        page.wait_for_timeout(_PAUSE_MS)
    raise AssertionError(f"never came true: {script}")
