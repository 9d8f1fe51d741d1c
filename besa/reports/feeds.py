"""Feeds of public reports: Atom (RFC 4287) and JSON Feed 1.1, written from plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import msgspec
from django.utils.text import capfirst
from django.utils.translation import gettext

from besa.core.languages import TAGS
from besa.core.links import absolute_url
from besa.reports.queries.lists import ReportLine


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
class _Item:
    url: str
    title: str
    text: str
    published: str
    changed: str
    category: str


def atom(feed: Feed, lines: Sequence[ReportLine]) -> bytes:
    """The feed as Atom."""
    entries = "".join(_atom_entry(_item(feed, line)) for line in lines)
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(TAGS[feed.language])}>'
        f"<id>{escape(feed.url)}</id><title>{escape(feed.title)}</title>"
        f"<updated>{_moment(feed.changed_at)}</updated>"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(feed.url)}/>'
        f'<link rel="alternate" type="text/html" href={quoteattr(feed.page)}/>'
        f"<author><name>{escape(feed.publisher)}</name></author>"
    )
    return f"{head}{entries}</feed>\n".encode()


def json_feed(feed: Feed, lines: Sequence[ReportLine]) -> bytes:
    """The feed as JSON Feed."""
    items = [_item(feed, line) for line in lines]
    return msgspec.json.encode(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": feed.page,
            "feed_url": feed.url,
            "language": TAGS[feed.language],
            "items": [
                {
                    "id": item.url,
                    "url": item.url,
                    "title": item.title,
                    "content_text": item.text,
                    "date_published": item.published,
                    "date_modified": item.changed,
                    "tags": [item.category],
                }
                for item in items
            ],
        }
    )


def _atom_entry(item: _Item) -> str:
    return (
        f"<entry><id>{escape(item.url)}</id><title>{escape(item.title)}</title>"
        f"<link href={quoteattr(item.url)}/><published>{item.published}</published>"
        f"<updated>{item.changed}</updated><category term={quoteattr(item.category)}/>"
        f"<content>{escape(item.text)}</content></entry>"
    )


def _item(feed: Feed, line: ReportLine) -> _Item:
    url = absolute_url("reports:detail", line.pk, language=feed.language, brand=feed.brand)
    where = ", ".join(name for name in (line.place, line.municipality) if name)
    state = gettext("State: %(state)s") % {"state": line.state_label}
    return _Item(
        url=url,
        title=f"{line.category}, {where} – {capfirst(str(line.state_label))}",
        text=f"{_legal(line.excerpt)}\n\n{state}",
        published=_moment(line.created_at),
        changed=_moment(line.changed_at),
        category=line.category,
    )


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _legal(text: str) -> str:
    """Without the control characters that XML 1.0 cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\n\t")
