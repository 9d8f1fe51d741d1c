"""Pages of ours inside somebody else's: which addresses, and the frame to put there (oembed.com)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from besa.core import languages
from besa.core.brands import Brand
from besa.core.links import absolute_url, site_address

#: view of a page → view of the same in a frame, and the frame's usual size
_FRAMES: Final = {
    "pledges:mandate": ("pledges:mandate_embed", 640, 560),
    "pledges:pledge": ("pledges:pledge_embed", 560, 360),
}
_SMALLEST = 200


class NotEmbeddable(ValueError):
    """The address is none of a page of ours that may stand in a frame."""


def height_of(frame: str) -> int:
    """The usual height of a view in a frame, at which nothing of it is cut off on a phone."""
    return next(height for view, _width, height in _FRAMES.values() if view == frame)


def frame_html(url: str, title: str, width: int | str, height: int) -> SafeString:
    """The HTML that people paste into their page."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" style="border:0;max-width:100%"></iframe>',
        url,
        title,
        width,
        height,
    )


def card_for(
    query: Mapping[str, str], brand: Brand, page: tuple[str, dict[str, str], str], title: str
) -> dict[str, Any]:
    """oEmbed's answer for a page under its title, as large as `maxwidth` and `maxheight` let it be."""
    view, values, language = page
    frame, width, height = _FRAMES[view]
    width, height = _at_most(query, "maxwidth", width), _at_most(query, "maxheight", height)
    address = absolute_url(frame, language=language, brand=brand.key, **values)
    return {
        "version": "1.0",
        "type": "rich",
        "provider_name": brand.name,
        "provider_url": site_address(brand.key),
        "title": title,
        "html": str(frame_html(address, title, width, height)),
        "width": width,
        "height": height,
    }


def page_at(url: str, brand: Brand) -> tuple[str, dict[str, str], str]:
    """The view of the page at an address, what it is about, and its language. Raises NotEmbeddable."""
    parts = urlsplit(url[:500])
    language = parts.path.split("/")[1] if parts.path.startswith("/") else ""
    if f"{parts.scheme}://{parts.netloc}" != site_address(brand.key) or language not in languages.ALL:
        raise NotEmbeddable
    try:
        with translation.override(language):
            found = resolve(parts.path)
    except Resolver404:
        raise NotEmbeddable from None
    if found.view_name not in _FRAMES:
        raise NotEmbeddable
    return found.view_name, dict(found.kwargs), language


def _at_most(query: Mapping[str, str], name: str, usual: int) -> int:
    """The usual size, or the largest that is asked for; never too small to read."""
    wanted = query.get(name, "")
    return max(_SMALLEST, min(usual, int(wanted))) if wanted.isdecimal() and len(wanted) < 6 else usual
