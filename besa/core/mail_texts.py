"""One text template makes both parts of a mail: plain text, and HTML with the brand's name and colour."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils import translation

from besa.core.brands import brand_of_key
from besa.core.links import site_address

_ITEM = re.compile(
    r"^(?P<mark>[•–]) (?P<label>[^\n]+):\n(?P<url>https?://\S+)(?:\n(?P<rest>.+))?$", re.DOTALL
)
_HEADING = re.compile(r"^(?P<heading>[^\n]+)\n-{3,}$")
_LINK_LINE = re.compile(r"^(?:(?P<label>[^\n]+):\n)?(?P<url>https?://\S+)$")


@dataclass(frozen=True)
class MailContent:
    """What goes out, ready rendered."""

    subject: str
    text: str
    html: str
    host: str


@dataclass(frozen=True)
class _Block:
    text: str = ""
    url: str = ""
    rest: str = ""
    look: str = "text"


def compose(*, template: str, context: Mapping[str, Any], language: str, brand: str) -> MailContent:
    """Render a mail. A paragraph that is only an address of ours, with or without "label:" above it, is a button.

    One that begins with "• label:" and an address of ours is an item of a list, whose label is the link, and with
    "– label:" a small link; a line over a line of hyphens is a heading.
    Any other address stays plain text: mails carry people's words, and nobody may put a button of theirs in our name.
    """
    shown = brand_of_key(brand)
    values = {**context, "brand": shown, "site_address": site_address(brand), "language": language}
    with translation.override(language):
        # Plain text: Django must not escape quotes in it.
        raw = render_to_string(template, values).strip()
        subject, _, body = raw.partition("\n")
        body = re.sub(r"\n{3,}", "\n\n", body.strip())
        html = render_to_string(
            "core/mail.html", {**values, "subject": subject, "blocks": _blocks(body, values["site_address"])}
        )
    return MailContent(subject.strip()[:300], body + "\n", html, urlsplit(site_address(brand)).hostname or "")


def _blocks(body: str, site: str) -> list[_Block]:
    return [_block(paragraph.strip(), site) for paragraph in body.split("\n\n")]


def _block(paragraph: str, site: str) -> _Block:
    if heading := _HEADING.match(paragraph):
        return _Block(heading["heading"], look="heading")
    item = _ITEM.match(paragraph)
    if item and item["url"].startswith(f"{site}/"):
        look = "item" if item["mark"] == "•" else "quiet"
        return _Block(item["label"], item["url"], item["rest"] or "", look=look)
    link = _LINK_LINE.match(paragraph)
    if link and link["url"].startswith(f"{site}/"):
        return _Block(link["label"] or "", link["url"], look="button" if link["label"] else "link")
    return _Block(paragraph)
