"""From a batch to a message: title, text, a short form, links, and the same as data for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import ngettext

from besa.alerts.kinds import Kind
from besa.alerts.models import Batch, Frequency, Subscription
from besa.alerts.queries.news import Item, ReportNews, Section, news_of, subscription_of
from besa.alerts.services.pledge_messages import pledge_message_of
from besa.alerts.services.publication_messages import publication_message_of
from besa.alerts.wording import rendered
from besa.core.links import absolute_url
from besa.core.messages import Message
from besa.reports.labels import reason_label, state_label
from besa.reports.models.report import State
from besa.reports.queries.public import public_original

#: reports that a digest shows in full; the rest it counts
_SHOWN = 100
_NAMED = 3


@dataclass(frozen=True)
class _Follower:
    """What the mails' templates know of whom they are for."""

    is_reporter: bool
    what: str
    stop_link: str
    following_link: str
    link: str = ""
    fixed_link: str = ""
    not_fixed_link: str = ""


def message_of(batch: Batch) -> Message | None:
    """The message of a batch in its language, or None when nothing of it may be told any more."""
    with translation.override(batch.language):
        sections = news_of(batch)
        if not sections:
            return pledge_message_of(batch) or publication_message_of(batch)
        single = _single(batch, sections)
        title, text = _single_text(batch, sections, *single) if single else _digest_text(batch, sections)
        return Message(
            title=title,
            text=text,
            short=_short(sections),
            url=_main_link(batch, sections),
            stop_url=_stop_link(batch, sections),
            about=_about(batch, sections),
            data={"reports": [_data(batch, news) for news in _all(sections)]},
        )


def _single(batch: Batch, sections: list[Section]) -> tuple[ReportNews, Item] | None:
    """The one thing that a message at once tells, when it is one."""
    news = _all(sections)
    if batch.frequency == Frequency.NOW and len(news) == 1 and len(news[0].items) == 1:
        return news[0], news[0].items[0]
    return None


def _all(sections: list[Section]) -> list[ReportNews]:
    return [news for section in sections for news in section.reports]


def _single_text(batch: Batch, sections: list[Section], news: ReportNews, item: Item) -> tuple[str, str]:
    report, happening = news.report, item.happening
    follower = _follower(batch, sections, news)
    change = happening.transition
    context: dict[str, Any] = {
        "report": report,
        "to": follower,
        "link": follower.link,
        "words": item.words,
        "by": item.by,
        "sentence": item.sentence,
    }
    if change is not None:
        original = public_original(report) if change.new == State.DUPLICATE else None
        context |= {
            "state": state_label(change.new),
            "reason": reason_label(change.reason),
            "forwarded_to": change.forwarded_to,
            "original_link": _report_link(batch, original) if original else "",
        }
    return rendered(_template(item), context)


def _template(item: Item) -> str:
    happening = item.happening
    if happening.kind == Kind.NEW:
        return "new_report"
    if happening.kind == Kind.LATE:
        return "late"
    if happening.transition is None:
        return "update_added"
    return "fixed" if happening.transition.new == State.FIXED else "state_changed"


def _digest_text(batch: Batch, sections: list[Section]) -> tuple[str, str]:
    news = _all(sections)
    shown = news[:_SHOWN]
    kept = {id(one) for one in shown}
    parts = [
        (
            section.title,
            [(one, _report_link(batch, one.report.pk)) for one in section.reports if id(one) in kept],
        )
        for section in sections
    ]
    context = {
        "sections": [part for part in parts if part[1]],
        "subject": _digest_subject(sections),
        "more": len(news) - len(shown),
        "to": _follower(batch, sections, news[0]),
        "frequency": batch.frequency,
    }
    return rendered("digest", context)


def _digest_subject(sections: list[Section]) -> str:
    reports = len({news.report.pk for news in _all(sections)})
    counted = ngettext("News about %(n)d report", "News about %(n)d reports", reports) % {"n": reports}
    return f"{counted} – {sections[0].title}" if subscription_of(sections) else counted


def _follower(batch: Batch, sections: list[Section], news: ReportNews) -> _Follower:
    subscription = subscription_of(sections)
    where = {"language": batch.language, "brand": batch.brand}
    verdict = absolute_url("reports:verdict", news.report.pk, **where)
    return _Follower(
        is_reporter=False,
        what=sections[0].title if subscription and not subscription.report_id else "",
        stop_link=_stop_link(batch, sections),
        following_link=_following_link(batch),
        link=_report_link(batch, news.report.pk),
        fixed_link=f"{verdict}?fixed=yes",
        not_fixed_link=f"{verdict}?fixed=no",
    )


def _report_link(batch: Batch, number: int) -> str:
    return absolute_url("reports:detail", number, language=batch.language, brand=batch.brand)


def _following_link(batch: Batch) -> str:
    return absolute_url("alerts:following", batch.subscriber.key, language=batch.language, brand=batch.brand)


def _main_link(batch: Batch, sections: list[Section]) -> str:
    numbers = {news.report.pk for news in _all(sections)}
    return _report_link(batch, numbers.pop()) if len(numbers) == 1 else _following_link(batch)


def _stop_link(batch: Batch, sections: list[Section]) -> str:
    """Ends what the message is about: one subscription, or all of this address when it is about several."""
    where = {"language": batch.language, "brand": batch.brand}
    subscription: Subscription | None = subscription_of(sections)
    if subscription is not None:
        return absolute_url("alerts:stop", subscription.key, **where)
    return absolute_url("alerts:stop_all", batch.subscriber.key, **where)


def _about(batch: Batch, sections: list[Section]) -> str:
    numbers = {news.report.pk for news in _all(sections)}
    return f"report:{numbers.pop()}" if len(numbers) == 1 else f"alert:{batch.pk}"


def _short(sections: list[Section]) -> str:
    news = _all(sections)
    if len(news) == 1:
        sentences = [item.sentence for item in news[0].items if item.kind != "new" and item.sentence]
        return ". ".join([f"{news[0].report.category.name}, {news[0].where}", *sentences[-1:]])
    named = [f"{one.report.category.name}, {one.where}" for one in news[:_NAMED]]
    more = len(news) - len(named)
    if not more:
        return "; ".join(named)
    # Translators: named are reports such as "Pothole, Dardania; Waste, Karagaq"
    text = ngettext("%(named)s and %(n)d more", "%(named)s and %(n)d more", more)
    return text % {"named": "; ".join(named), "n": more}


def _data(batch: Batch, news: ReportNews) -> dict[str, Any]:
    report = news.report
    return {
        "number": report.pk,
        "url": _report_link(batch, report.pk),
        "municipality": report.municipality.slug,
        "place": report.place.slug if report.place else None,
        "category": report.category.key,
        "state": str(report.state),
        "latitude": report.lat,
        "longitude": report.lon,
        "news": [
            {
                "kind": item.kind,
                "at": item.happening.at.isoformat(),
                "sentence": item.sentence,
                "by": item.by,
                "words": item.words,
            }
            for item in news.items
        ],
    }
