"""Ways to pass a page on: plain links without anybody's script or counter, and a QR code for paper."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

import segno


@dataclass(frozen=True)
class ShareLink:
    """A link that opens another service with the address filled in."""

    name: str
    url: str


def share_links(url: str, text: str) -> list[ShareLink]:
    """Links to the services that people here use most."""
    address, words = quote(url, safe=""), quote(text, safe="")
    return [
        ShareLink("WhatsApp", f"https://wa.me/?text={words}%20{address}"),
        ShareLink("Viber", f"viber://forward?text={words}%20{address}"),
        ShareLink("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={address}"),
        ShareLink("Telegram", f"https://t.me/share/url?url={address}&text={words}"),
    ]


def qr_image(url: str) -> str:
    """A QR code as an SVG in a data address; readable from a poster, with a quarter of it damaged."""
    return str(segno.make_qr(url, error="q").svg_data_uri(border=2, scale=4, omitsize=True))
