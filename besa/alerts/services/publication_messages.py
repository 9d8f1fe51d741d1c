"""From a batch to a message about publications."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from besa.alerts.models import Batch
from besa.alerts.queries.publication_news import PublishedWork, publication_news_of
from besa.alerts.wording import rendered
from besa.core.links import absolute_url
from besa.core.messages import Message


def publication_message_of(batch: Batch) -> Message | None:
    """The message in the active language, or None when there is nothing to tell."""
    published = publication_news_of(batch)
    if not published:
        return None
    where = {"language": batch.language, "brand": batch.brand}
    links = [(one, absolute_url("publications:publication", one.line.slug, **where)) for one in published]
    followed = {one.subscription.key for one in published}
    one_only = followed.pop() if len(followed) == 1 else ""
    stop = (
        absolute_url("alerts:stop", one_only, **where)
        if one_only
        else absolute_url("alerts:stop_all", batch.subscriber.key, **where)
    )
    following = absolute_url("alerts:following", batch.subscriber.key, **where)
    context = {
        "title": _title(published),
        "published": links,
        "stop_link": stop,
        "following_link": following,
    }
    subject, text = rendered("publications", context)
    single = len(published) == 1
    return Message(
        title=subject,
        text=text,
        short=subject,
        url=links[0][1] if single else absolute_url("publications:list", **where),
        stop_url=stop,
        about=f"publication:{published[0].edition.pk}" if single else f"alert:{batch.pk}",
        data={"publications": [_data(one, link) for one, link in links]},
    )


def _title(published: list[PublishedWork]) -> str:
    if len(published) == 1:
        return published[0].title
    counted = ngettext("%(n)d new publication", "%(n)d new publications", len(published))
    return counted % {"n": len(published)}


def _data(one: PublishedWork, link: str) -> dict[str, Any]:
    return {
        "slug": one.line.slug,
        "kind": one.line.kind,
        "language": one.line.language,
        "title": one.title,
        "version": one.line.version,
        "corrected": one.corrected or None,
        "url": link,
        "at": one.line.changed_at.isoformat(),
    }
