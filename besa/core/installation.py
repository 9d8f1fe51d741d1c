"""The app on a phone's home screen: what its manifest says and what its service worker keeps.

Core knows no pages. The apps above say in `AppConfig.ready()` which of their pages open without network, and which
classic scripts their part of the service worker needs.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from besa.core import languages
from besa.core.brands import Brand
from besa.core.icons import SIZES


@dataclass
class Shell:
    """What opens without network. `offline` is the view shown for a page that was not kept."""

    offline: str = ""
    pages: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    worker_scripts: list[str] = field(default_factory=list)


shell = Shell(
    files=[
        "core/besa.css",
        "core/besa.js",
        "core/disclosure.js",
        "core/installation.js",
        "core/icons.svg",
        "core/select.svg",
        "core/fonts/besa-sans-latin.woff2",
    ]
)


def keep_offline(*, page: str = "", files: tuple[str, ...] = (), worker_script: str = "") -> None:
    """Keep a page (by the name of its view) and static files; import a classic script into the service worker."""
    for kept, new in ((shell.pages, (page,)), (shell.files, files), (shell.worker_scripts, (worker_script,))):
        kept.extend(item for item in new if item and item not in kept)


def service_worker(brand: Brand) -> str:
    """The script of `/sw.js`: what to keep, then the worker's own code."""
    pages = {code: [_in(code, view) for view in (shell.offline, *shell.pages)] for code in languages.ALL}
    files = [static(name) for name in (*shell.files, brand.mark)]
    scripts = [static(name) for name in ("core/worker.js", *shell.worker_scripts)]
    kept = json.dumps({"pages": pages, "files": files, "scripts": scripts}, sort_keys=True)
    version = hashlib.sha256(kept.encode()).hexdigest()[:12]
    return f'self.besa = {{"version": "{version}", ...{kept}}};\nimportScripts(...self.besa.scripts);\n'


def manifest(brand: Brand, language: str) -> dict[str, Any]:
    """The web app manifest of a brand in a language."""
    with translation.override(language):
        home = f"/{language}/"
        return {
            "id": "/",
            "name": brand.name,
            "short_name": brand.name,
            "description": _("Report a problem in your municipality and see what becomes of it."),
            "lang": languages.TAGS[language],
            "start_url": home,
            "scope": "/",
            "display": "standalone",
            "background_color": "#faf8f3",
            "theme_color": brand.colour,
            "categories": ["government", "utilities"],
            "icons": [_icon(brand, size, purpose) for size in SIZES for purpose in ("any", "maskable")],
            "shortcuts": [
                {"name": str(label), "url": _in(language, view)} for view, label in _SHORTCUTS.items()
            ],
        }


#: view → label, filled by the apps above
_SHORTCUTS: dict[str, Any] = {}


def add_shortcut(view: str, label: Any) -> None:
    """A page that the phone offers when the app's icon is held down."""
    _SHORTCUTS[view] = label


def _icon(brand: Brand, size: int, purpose: str) -> dict[str, str]:
    name = "core:app_icon" if purpose == "any" else "core:maskable_icon"
    address = reverse(name, args=[brand.key, size])
    return {"src": address, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _in(language: str, view: str) -> str:
    with translation.override(language):
        return reverse(view)
