"""The real application in a process of its own, for browser tests and screenshots.

It has its own data folder and port, all demonstration data, its worker, and hashed static files as in production.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from dev.browser import installed
from dev.public_pages import PASSWORD

ROOT = Path(__file__).resolve().parents[1]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
FIRST_PAGE_WITHIN = 240  # seconds, with set-up and demonstration data on a busy machine


@dataclass(frozen=True)
class Site:
    """A running application."""

    address: str
    data: Path

    def __call__(self, path: str) -> str:
        """The full address of a path."""
        return self.address + path


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_site(data: Path) -> Iterator[Site]:
    """The application as `bin/serve` runs it, on `data`; RuntimeError with its last lines if it does not start."""
    port = free_port()
    outside = {name: value for name, value in os.environ.items() if not name.startswith("BESA_")}
    # No map pictures from elsewhere: what runs here asks nobody on the network.
    environment = {**outside, "BESA_DATA": str(data), "BESA_PORT": str(port), "BESA_MAP_TILES": ""}
    with (data / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "besa.config.serving", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(f"http://localhost:{port}/healthz", server, data / "server.log")
            yield Site(f"http://localhost:{port}", data)
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until an address answers; RuntimeError with the last lines of the log when the server gives up first."""
    deadline = time.monotonic() + FIRST_PAGE_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.25)
    raise RuntimeError(f"the application did not start:\n{log.read_text()[-4000:]}")


def sign_in(page: Page, who: str) -> None:
    """Enter as a person of the demonstration, by their password; where they come to depends on their role."""
    page.goto("/sq/account/login/")
    page.locator("#id_login").fill(who)
    page.locator("details:has(#id_password) summary").click()
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main button.primary").first.click()
    page.wait_for_url(lambda url: "/account/login/" not in url)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that `dev.browser` finds, else Playwright's own."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=installed() or None, args=ARGUMENTS)
        yield started
        started.close()
