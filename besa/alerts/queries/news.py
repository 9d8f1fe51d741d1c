"""What a message tells, in the active language: only of reports, and only words, that are public at this moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from besa.alerts.kinds import Kind, names_of
from besa.alerts.models import Batch, Happening, Notice, Subscription
from besa.alerts.scopes import scope_of
from besa.core.dates import day_of
from besa.places.terms import in_words_of
from besa.reports.labels import reason_label, role_label, state_label
from besa.reports.models import Report, Update
from besa.reports.models.report import Visibility

_EXCERPT = 200


@dataclass(frozen=True)
class Item:
    """One thing that happened: a sentence, and the words that came with it."""

    happening: Happening
    kind: str
    sentence: str
    by: str = ""
    words: str = ""

    @property
    def line(self) -> str:
        """The words on one line, as much as fits into a list."""
        return _on_one_line(self.words)


@dataclass(frozen=True)
class ReportNews:
    """A report and what happened to it, the oldest first."""

    report: Report
    items: list[Item] = field(default_factory=list)

    @property
    def where(self) -> str:
        """The place and the municipality."""
        named = [part.name for part in (self.report.place, self.report.municipality) if part]
        return ", ".join(dict.fromkeys(named))


@dataclass(frozen=True)
class Section:
    """What one subscription brought, by report."""

    subscription: Subscription
    title: str
    reports: list[ReportNews] = field(default_factory=list)


def news_of(batch: Batch) -> list[Section]:
    """The news of a batch by subscription and report; empty when nothing of it may be told any more."""
    sections: dict[int, Section] = {}
    for notice in _notices(batch):
        item, report = item_of(notice.happening), notice.happening.report
        if item is None or report is None:
            continue
        section = sections.setdefault(
            notice.subscription_id, Section(notice.subscription, str(scope_of(notice.subscription)))
        )
        _news_in(section, report).items.append(item)
    return list(sections.values())


def _news_in(section: Section, report: Report) -> ReportNews:
    known = next((news for news in section.reports if news.report.pk == report.pk), None)
    if known is None:
        known = ReportNews(report)
        section.reports.append(known)
    return known


def _notices(batch: Batch) -> Iterable[Notice]:
    return (
        Notice.objects.filter(batch=batch, happening__report__visibility=Visibility.PUBLIC)
        .select_related(
            "subscription__report__category",
            "subscription__municipality",
            "subscription__place",
            "subscription__department",
            "subscription__category",
            "happening__report__municipality",
            "happening__report__category",
            "happening__report__place",
            "happening__transition__update",
            "happening__update",
        )
        .order_by("subscription_id", "happening_id")
    )


def item_of(happening: Happening) -> Item | None:
    """What happened to a report, in words; None for words that are no longer public."""
    kind = names_of(happening.kind)[0]
    report = happening.report
    if report is None:
        return None
    country = report.municipality.country
    if happening.kind == Kind.NEW:
        return Item(happening, kind, _("A new report:"), words=excerpt_of(report))
    if happening.kind == Kind.LATE:
        return Item(happening, kind, _late(happening, report))
    if happening.transition is not None:
        change = happening.transition
        words = public_words(change.update)
        by = in_words_of(country, role_label(change.actor_role)) if words else ""
        return Item(happening, kind, in_words_of(country, _changed(happening)), by, words)
    words = public_words(happening.update)
    if happening.update is None or not words:
        return None
    by = in_words_of(country, role_label(happening.update.author_role))
    return Item(happening, kind, "", by, words)


def _changed(happening: Happening) -> str:
    change = happening.transition
    if change is None:
        return ""
    sentences = [_("It is now: %(state)s.") % {"state": state_label(change.new)}]
    if change.reason:
        sentences.append(_("Reason: %(reason)s.") % {"reason": reason_label(change.reason)})
    if change.forwarded_to:
        sentences.append(_("Forwarded to: %(forwarded_to)s.") % {"forwarded_to": change.forwarded_to})
    return " ".join(sentences)


def _late(happening: Happening, report: Report) -> str:
    if happening.deadline == "answer" and report.response_due_at:
        return _("No answer came in time. It was due by %(day)s.") % {"day": day_of(report.response_due_at)}
    if report.fix_due_at:
        return _("It was not fixed in time. It was due by %(day)s.") % {"day": day_of(report.fix_due_at)}
    return _("A deadline has passed.")


def excerpt_of(report: Report) -> str:
    """The beginning of the citizen's words, on one line."""
    return _on_one_line(report.text)


def _on_one_line(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _EXCERPT else words[: _EXCERPT - 1].rstrip() + "…"


def public_words(update: Update | None) -> str:
    """The words of an update in the active language while it is public: a moderator may have hidden it since."""
    return update.words if update is not None and update.audience == Update.Audience.PUBLIC else ""


def subscription_of(sections: Iterable[Section]) -> Subscription | None:
    """The one subscription that all of it is about, if it is one."""
    found = {section.subscription.pk: section.subscription for section in sections}
    return next(iter(found.values())) if len(found) == 1 else None
