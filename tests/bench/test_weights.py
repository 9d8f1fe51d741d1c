"""What a page loads is found in the page, its styles and its modules, as a browser would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from dev.bench.weights import loaded_by

PAGE = """<html lang="sq"><head><link rel="stylesheet" href="/static/a/main.css">
<script type="module" src="/static/a/main.js"></script><script src="/static/npm/maplibre-gl.js"></script></head>
<body>Gropë</body></html>"""
STYLE = """@font-face{src:url("latin.woff2");unicode-range:U+0-FF}
@font-face{src:url(cyrillic.woff2);unicode-range:U+400-45F}"""


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


urlpatterns = [path("page/", _page)]


@pytest.fixture
def files(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.ROOT_URLCONF = __name__
    (tmp_path / "a").mkdir()
    for name, text in {
        "main.css": STYLE,
        "main.js": 'import { b } from "./b.js"; import("../a/c.js");',
        "b.js": "export const b = 1;",
        "c.js": "",
        "latin.woff2": "x" * 100,
        "cyrillic.woff2": "x" * 100,
    }.items():
        (tmp_path / "a" / name).write_text(text)


@pytest.mark.django_db
@pytest.mark.usefixtures("files")
def test_all_that_it_loads_without_being_asked() -> None:
    loaded = loaded_by("/page/", scripts=True)
    names = {address.removeprefix("/static/a/") for address in loaded}
    assert names == {"/page/", "main.css", "latin.woff2", "main.js", "b.js"}
    assert loaded["/static/a/latin.woff2"] == 100


@pytest.mark.django_db
@pytest.mark.usefixtures("files")
def test_what_is_needed_to_begin() -> None:
    assert set(loaded_by("/page/", scripts=False)) == {"/page/", "/static/a/main.css"}
