"""Screenshots of every public page at 360 and 1280 px, light and dark: python -m dev.screenshots [FOLDER] [LANGUAGE…]
python -m dev.screenshots --readme        the pictures of README.md, into docs/pictures

Saves `<folder>/<language>/<page>-<width>-<look>.png`; the folder is var/screenshots by default, the language sq.
With BESA_SITE=http://localhost:8000 it visits a site that runs already, else it starts one with demonstration data.
"""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from dev.public_pages import COORDINATOR, LANGUAGES, public_paths
from dev.running_site import ROOT, chromium, running_site, sign_in

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WIDTHS = {360: 740, 1280: 900}
PHONE = (390, 1000)
DESKTOP = (1280, 1000)
PICTURES = ROOT / "docs" / "pictures"
FIXED_REPORT = "reports/15/"  # of the demonstration: a pothole with photos from before and after


@dataclass(frozen=True)
class Look:
    """How a page is looked at; the width is in CSS pixels."""

    language: str
    width: int
    scheme: Scheme


def main(arguments: list[str]) -> None:
    """Take them all and say where they are."""
    if arguments == ["--readme"]:
        illustrate_readme()
        return
    languages = [word for word in arguments if word in LANGUAGES] or ["sq"]
    folders = [word for word in arguments if word not in LANGUAGES]
    folder = Path(folders[0]) if folders else ROOT / "var" / "screenshots"
    with visited_site() as address, chromium() as browser:
        taken = 0
        paths = [*public_paths(address), "/dev/components", "/dev/mail"]
        for look in (Look(*parts) for parts in product(languages, WIDTHS, SCHEMES)):
            taken += take(browser, address, paths, folder / look.language, look)
    print(f"{taken} screenshots in {folder}")


@contextmanager
def visited_site() -> Iterator[str]:
    """Address of the site named by BESA_SITE, or of one that runs only for this."""
    if running := os.environ.get("BESA_SITE"):
        yield running.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as data, running_site(Path(data)) as site:
        yield site.address


def take(browser: Browser, address: str, paths: list[str], folder: Path, look: Look) -> int:
    """Save one screenshot of each page in one look; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(
        viewport={"width": look.width, "height": WIDTHS[look.width]},
        color_scheme=look.scheme,
        reduced_motion="reduce",
        service_workers="block",
    )
    page = context.new_page()
    for path in paths:
        full = path if path.startswith("/") else f"/{look.language}/{path}"
        page.goto(address + full, wait_until="networkidle")
        name = re.sub(r"\W+", "-", path).strip("-") or "home"
        page.screenshot(path=folder / f"{name}-{look.width}-{look.scheme}.png", full_page=True)
    context.close()
    return len(paths)


def illustrate_readme() -> None:
    """A report on a phone, a municipality, a mayor's promises and the desk, in Albanian, with invented data only."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with visited_site() as address, chromium() as browser:
        phone = _window(browser, address, PHONE, scale=2)
        phone.goto(f"/sq/{FIXED_REPORT}", wait_until="networkidle")
        phone.wait_for_selector(".timeline")
        _keep(phone, "report")
        desktop = _window(browser, address, DESKTOP)
        desktop.goto("/sq/m/peja/")
        desktop.wait_for_selector("[data-map][data-ready]")
        desktop.wait_for_timeout(1500)  # the map fades its names in
        _keep(desktop, "municipality")
        desktop.goto("/sq/pledges/")
        # They stand by municipality, and the first published no programme.
        desktop.locator("main .mayor-line a").nth(1).click()
        desktop.wait_for_load_state("networkidle")
        _keep(desktop, "mayor")
        sign_in(desktop, COORDINATOR)
        desktop.goto("/sq/desk/?view=open")
        desktop.locator(".item a.cover").nth(3).click()
        desktop.wait_for_selector("#desk-detail h2")
        desktop.wait_for_load_state("networkidle")
        _keep(desktop, "desk")


def _window(browser: Browser, address: str, size: tuple[int, int], scale: float = 1) -> Page:
    context: BrowserContext = browser.new_context(
        base_url=address,
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=scale,
        color_scheme="light",
        reduced_motion="reduce",
        service_workers="block",
    )
    return context.new_page()


def _keep(page: Page, name: str) -> None:
    """As a picture of 256 colours, which is small enough for a repository."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)
    print(f"{PICTURES / name}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
