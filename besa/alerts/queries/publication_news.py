"""What a message tells of publications, in its language: only what is public, and each work in one language."""

from __future__ import annotations

from dataclasses import dataclass

from besa.alerts.models import Batch, Notice, Subscription
from besa.core.languages import SR, SR_LATN, latin_from_cyrillic
from besa.publications.models import Edition, Revision
from besa.publications.queries.public_works import Line, line_of, shown_work


@dataclass(frozen=True)
class PublishedWork:
    """A work that is new, or was corrected: then `corrected` says what was wrong."""

    edition: Edition
    revision: Revision
    line: Line
    corrected: str
    subscription: Subscription

    @property
    def title(self) -> str:
        """Its title."""
        return self.line.title

    @property
    def summary(self) -> str:
        """What it is about."""
        return self.line.summary


def publication_news_of(batch: Batch) -> list[PublishedWork]:
    """The works of a batch in the order in which they were published; of each the newest revision."""
    notices = (
        Notice.objects.filter(batch=batch, happening__revision__isnull=False)
        .select_related("subscription", "happening__revision__edition__publication")
        .order_by("happening_id")
    )
    found: dict[int, PublishedWork] = {}
    for notice in notices:
        revision = notice.happening.revision
        if revision and (one := _published(revision, batch.language, notice.subscription)):
            found[one.edition.pk] = one
    return list(found.values())


def _published(revision: Revision, language: str, subscription: Subscription) -> PublishedWork | None:
    """None where this reader reads another language of it, which they are or were told of."""
    shown = shown_work(revision.edition.publication.slug, language)
    if shown is None or shown.withdrawn or shown.edition.pk != revision.edition_id:
        return None
    correction = revision.corrections.order_by("-pk").first()
    words = correction.text if correction else ""
    if (shown.edition.language, language) == (SR, SR_LATN):
        words = latin_from_cyrillic(words)
    return PublishedWork(shown.edition, revision, line_of(shown.edition, language), words, subscription)
