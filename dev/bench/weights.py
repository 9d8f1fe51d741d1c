"""What a page makes a phone load: itself, its styles, fonts and scripts, without map and photos."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from posixpath import dirname, join, normpath

from django.conf import settings
from django.test import Client

_STYLE = re.compile(r'<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"')
_PRELOADED = re.compile(r'<link[^>]*rel="(?:modulepreload|preload)"[^>]*href="([^"]+)"')
_SCRIPT = re.compile(r'<script[^>]*src="([^"]+)"')
#: what comes with a module at once; what it asks for when somebody needs it (`import(…)`) may never come
_IMPORTED = re.compile(r"""(?:import|from)\s*["'](\.[^"']+|/static/[^"']+)["']""")
_FONT = re.compile(r"@font-face\s*{([^}]*)}")
_FONT_FILE = re.compile(r"url\([\"']?([^)\"']+\.woff2)")
_RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", re.IGNORECASE)
#: the map comes after the page and has a budget of its own
_MAP = re.compile(r"maplibre|/tiles/|/boundaries")


def loaded_by(address: str, *, scripts: bool) -> dict[str, int]:
    """Bytes on the wire by address, compressed as the server does it; without scripts, what is needed to begin."""
    text = Client().get(address).content.decode()
    loaded = {address: len(gzip.compress(text.encode(), 6))}
    wanted = _STYLE.findall(text) + (_PRELOADED.findall(text) + _SCRIPT.findall(text) if scripts else [])
    while wanted:
        asset = wanted.pop().split("?")[0]
        if asset in loaded or _MAP.search(asset) or not asset.startswith(settings.STATIC_URL):
            continue
        content = _file(asset).read_bytes()
        loaded[asset] = len(content if asset.endswith(".woff2") else gzip.compress(content, 6))
        if scripts:
            wanted += [normpath(join(dirname(asset), one)) for one in _asked_by(asset, content, text)]
    return loaded


def _file(asset: str) -> Path:
    return Path(settings.STATIC_ROOT) / asset.removeprefix(settings.STATIC_URL)


def _asked_by(asset: str, content: bytes, page: str) -> list[str]:
    """What a module imports; the fonts of a style that have letters of the page."""
    if asset.endswith(".js"):
        return list(_IMPORTED.findall(content.decode()))
    if asset.endswith(".css"):
        letters = set(map(ord, page))
        fonts = _FONT.findall(content.decode())
        return [file for font in fonts if _needed(font, letters) for file in _FONT_FILE.findall(font)]
    return []


def _needed(font: str, letters: set[int]) -> bool:
    ranges = [(int(first, 16), int(last or first, 16)) for first, last in _RANGE.findall(font)]
    return not ranges or any(first <= letter <= last for first, last in ranges for letter in letters)
