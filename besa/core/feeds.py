"""Feeds: Atom (RFC 4287) and JSON Feed 1.1, written from plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import msgspec

from besa.core.languages import TAGS


@dataclass(frozen=True)
class Feed:
    """What a feed says about itself. `url` is its own address, `page` that of the page it tells of."""

    title: str
    url: str
    page: str
    language: str
    brand: str
    publisher: str
    changed_at: dt.datetime


@dataclass(frozen=True)
class Entry:
    """One thing that happened: its page, its words, when it was published and last changed, and its category.

    `key` is what a feed reader knows it by, where several entries tell of one page; else the page's address.
    """

    url: str
    title: str
    text: str
    published: dt.datetime
    changed: dt.datetime
    category: str
    key: str = ""


def atom(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """The feed as Atom."""
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(TAGS[feed.language])}>'
        f"<id>{escape(feed.url)}</id><title>{escape(feed.title)}</title>"
        f"<updated>{_moment(feed.changed_at)}</updated>"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(feed.url)}/>'
        f'<link rel="alternate" type="text/html" href={quoteattr(feed.page)}/>'
        f"<author><name>{escape(feed.publisher)}</name></author>"
    )
    return f"{head}{''.join(_atom_entry(entry) for entry in entries)}</feed>\n".encode()


def json_feed(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """The feed as JSON Feed."""
    return msgspec.json.encode(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": feed.page,
            "feed_url": feed.url,
            "language": TAGS[feed.language],
            "items": [
                {
                    "id": entry.key or entry.url,
                    "url": entry.url,
                    "title": entry.title,
                    "content_text": _legal(entry.text),
                    "date_published": _moment(entry.published),
                    "date_modified": _moment(entry.changed),
                    "tags": [entry.category],
                }
                for entry in entries
            ],
        }
    )


#: by the end of a feed's address: how it is written, and its media type
FORMS: Final[dict[str, tuple[Callable[[Feed, Sequence[Entry]], bytes], str]]] = {
    "atom": (atom, "application/atom+xml; charset=utf-8"),
    "json": (json_feed, "application/feed+json"),
}


def _atom_entry(entry: Entry) -> str:
    return (
        f"<entry><id>{escape(entry.key or entry.url)}</id><title>{escape(_legal(entry.title))}</title>"
        f"<link href={quoteattr(entry.url)}/><published>{_moment(entry.published)}</published>"
        f"<updated>{_moment(entry.changed)}</updated><category term={quoteattr(entry.category)}/>"
        f"<content>{escape(_legal(entry.text))}</content></entry>"
    )


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _legal(text: str) -> str:
    """Without the control characters that XML 1.0 cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\n\t")
