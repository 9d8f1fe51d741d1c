"""The ledger as Atom and JSON Feed, in the language and brand it was asked in."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from besa.core.languages import TAGS
from besa.site.ledger_lines import Line


def atom(lines: list[Line], *, site: str, title: str, query: str) -> str:
    """An Atom feed; `site` is the address of the host without a path, `query` the filters with their ?."""
    language = TAGS.get(get_language() or "", "")
    feed = Atom1Feed(
        title=title,
        link=site + reverse("site:ledger") + query,
        description=_("What happened, from the public ledger."),
        language=language,
        feed_url=site + reverse("site:ledger_atom") + query,
    )
    for line in lines:
        address = _address(line, site)
        feed.add_item(
            title=_title(line),
            link=address,
            unique_id=address,
            description=line.entry.leaf,
            updateddate=line.entry.at,
            pubdate=line.entry.at,
        )
    return str(feed.writeString("utf-8"))


def json_feed(lines: list[Line], *, site: str, title: str, query: str) -> dict[str, Any]:
    """A JSON Feed (jsonfeed.org, version 1.1)."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "language": TAGS.get(get_language() or "", ""),
        "home_page_url": site + reverse("site:ledger") + query,
        "feed_url": site + reverse("site:ledger_json") + query,
        "items": [
            {
                "id": _address(line, site),
                "url": _address(line, site),
                "title": _title(line),
                "content_text": line.entry.leaf,
                "date_published": line.entry.told["at"],
                "tags": [line.entry.told["verb"]],
            }
            for line in lines
        ],
    }


def _address(line: Line, site: str) -> str:
    return site + reverse("site:ledger_entry", args=[line.entry.position])


def _title(line: Line) -> str:
    return f"{line.sentence} – {line.municipality}" if line.municipality else line.sentence
