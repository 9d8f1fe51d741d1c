"""What feeds say of public reports."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext

from besa.core.feeds import Entry, Feed
from besa.core.links import absolute_url
from besa.reports.queries.lists import ReportLine


def entry_of(feed: Feed, line: ReportLine) -> Entry:
    """A report as one entry of a feed."""
    url = absolute_url("reports:detail", line.pk, language=feed.language, brand=feed.brand)
    where = ", ".join(name for name in (line.place, line.municipality) if name)
    state = gettext("State: %(state)s") % {"state": line.state_label}
    return Entry(
        url=url,
        title=f"{line.category}, {where} – {capfirst(str(line.state_label))}",
        text=f"{line.excerpt}\n\n{state}",
        published=line.created_at,
        changed=line.changed_at,
        category=line.category,
    )
