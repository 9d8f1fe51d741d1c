"""From a batch to a message about pledges."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from besa.alerts.models import Batch
from besa.alerts.queries.pledge_news import PledgeSection, RatedPledge, pledge_news_of
from besa.alerts.wording import rendered
from besa.core.links import absolute_url
from besa.core.messages import Message

#: pledges that a message names; the rest it counts
_SHOWN = 40


def pledge_message_of(batch: Batch) -> Message | None:
    """The message in the active language, or None when there is nothing to tell."""
    sections = pledge_news_of(batch)
    rated = [one for section in sections for one in section.rated]
    if not rated:
        return None
    stop = _stop_link(batch, sections)
    context = {
        "title": _title(sections, rated),
        "sections": [(one.title, _lines(batch, one), max(0, len(one.rated) - _SHOWN)) for one in sections],
        "stop_link": stop,
        "following_link": absolute_url(
            "alerts:following", batch.subscriber.key, language=batch.language, brand=batch.brand
        ),
    }
    subject, text = rendered("pledges_rated", context)
    return Message(
        title=subject,
        text=text,
        short=subject,
        url=_link(batch, rated[0]) if len(rated) == 1 else _mandate_link(batch, rated[0]),
        stop_url=stop,
        about=f"pledge:{rated[0].rating.pledge.uid}" if len(rated) == 1 else f"alert:{batch.pk}",
        data={"pledges": [_data(batch, one) for one in rated]},
    )


def _title(sections: list[PledgeSection], rated: list[RatedPledge]) -> str:
    """The one pledge and what it is now, or how many there are and of whom."""
    if len(rated) == 1:
        return f"{rated[0].title}: {rated[0].now}"
    counted = ngettext("%(n)d pledge has a new rating", "%(n)d pledges have a new rating", len(rated))
    return f"{counted % {'n': len(rated)}} – {sections[0].title}"


def _lines(batch: Batch, section: PledgeSection) -> list[tuple[RatedPledge, str]]:
    return [(one, _link(batch, one)) for one in section.rated[:_SHOWN]]


def _link(batch: Batch, one: RatedPledge) -> str:
    pledge = one.rating.pledge
    where = {"language": batch.language, "brand": batch.brand}
    return absolute_url("pledges:pledge", pledge.mandate.slug, pledge.uid, **where)


def _mandate_link(batch: Batch, one: RatedPledge) -> str:
    slug = one.rating.pledge.mandate.slug
    return absolute_url("pledges:mandate", slug, language=batch.language, brand=batch.brand)


def _stop_link(batch: Batch, sections: list[PledgeSection]) -> str:
    """Ends the one subscription that it is about, or all of this address."""
    where = {"language": batch.language, "brand": batch.brand}
    if len(sections) == 1:
        return absolute_url("alerts:stop", sections[0].subscription.key, **where)
    return absolute_url("alerts:stop_all", batch.subscriber.key, **where)


def _data(batch: Batch, one: RatedPledge) -> dict[str, Any]:
    rating = one.rating
    return {
        "uid": rating.pledge.uid,
        "url": _link(batch, one),
        "mandate": rating.pledge.mandate.slug,
        "old": rating.old or None,
        "new": rating.new,
        "corrects": one.corrected,
        "at": rating.recorded_at.isoformat(),
    }
