"""Finds a Chromium for the browser tests: an installed one, else Debian's as root, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> str | None:
    """Path of an installed browser, or None."""
    return os.environ.get("BESA_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


def install_with_apt() -> str | None:
    """Debian's package, when we may install it."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("Installing Chromium …", file=sys.stderr)
    subprocess.run(["apt-get", "update", "-qq"], check=False, stdout=sys.stderr)
    subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, stdout=subprocess.DEVNULL)
    return installed()


def install_playwrights() -> str:
    """Playwright's own download; an empty path lets Playwright use it."""
    print("Downloading a browser for the tests …", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True, stdout=sys.stderr)
    return ""


if __name__ == "__main__":
    print(installed() or install_with_apt() or install_playwrights())
