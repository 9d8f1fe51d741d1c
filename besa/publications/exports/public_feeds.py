"""What feeds say of publications."""

from __future__ import annotations

from besa.core.feeds import Entry, Feed
from besa.core.links import absolute_url
from besa.publications.kinds import kind_label
from besa.publications.queries.public_works import Line


def entry_of(feed: Feed, line: Line) -> Entry:
    """One publication: its summary, and when it was published and last revised."""
    url = absolute_url("publications:publication", line.slug, language=feed.language, brand=feed.brand)
    return Entry(
        url=url,
        title=line.title,
        text=line.summary,
        published=line.published_at,
        changed=line.changed_at,
        category=str(kind_label(line.kind)),
    )
