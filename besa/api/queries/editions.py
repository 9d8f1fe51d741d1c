"""Which files there are, and whether they may still be given away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from besa.api.bulk.folder import ALL, FORMS, LABELS, file_name, folder_of
from besa.api.models import Edition
from besa.core import languages
from besa.places import memory
from besa.places.queries import municipality_of_slug
from besa.reports.queries.newest import Criteria, in_order_of_change, was_withdrawn_since

#: a new edition each day
EVERY = timedelta(hours=24)


@dataclass(frozen=True)
class DataFile:
    """A file of the published edition. `sum` is its SHA-256, `size` in bytes."""

    scope: str
    form: str
    rows: int
    size: int
    sum: str
    path: Path

    @property
    def name(self) -> str:
        """As in its address."""
        return file_name(self.scope, self.form)

    @property
    def label(self) -> str:
        """What its form is called."""
        return LABELS[self.form]


def published() -> Edition | None:
    """The edition that readers get."""
    return Edition.objects.filter(state=Edition.State.PUBLISHED).first()


def building() -> Edition | None:
    """The edition in work."""
    return Edition.objects.filter(state=Edition.State.BUILDING).first()


def files_of(edition: Edition, scope: str | None = None) -> list[DataFile]:
    """Files of an edition, of one scope or of all, those of all municipalities first."""
    scopes = [scope] if scope else sorted(edition.counts, key=lambda one: (one != ALL, one))
    return [
        DataFile(
            scope=one,
            form=form,
            rows=edition.counts[one],
            size=edition.sizes[name],
            sum=edition.sums[name],
            path=folder_of(edition.pk) / name,
        )
        for one in scopes
        if one in edition.counts
        for form in FORMS
        if (name := file_name(one, form)) in edition.sums
    ]


def by_scope(edition: Edition) -> list[tuple[str, list[DataFile]]]:
    """Files by scope, with the name of the municipality in the reader's language; empty for all together."""
    names = {note.slug: languages.choose(note.names) for note in memory.current().municipalities.values()}
    names[ALL] = ""
    scopes = sorted(edition.counts, key=lambda one: (names.get(one) or "").casefold())
    return [(names.get(one, one), files_of(edition, one)) for one in scopes]


def holds_what_was_withdrawn(edition: Edition, scope: str = ALL) -> bool:
    """True when a report was hidden or erased after the edition was begun: its file must not be given away any more.

    Asked for each download. One small read: an index holds the reports that are not public by their last change.
    """
    if scope == ALL:
        return was_withdrawn_since(edition.as_of)
    found = municipality_of_slug(scope)
    return found is None or was_withdrawn_since(edition.as_of, municipality_id=found.pk)


def is_due() -> bool:
    """True when there is no edition, when a report in it was withdrawn, or when it is a day old and outdated."""
    edition = published()
    if edition is None or holds_what_was_withdrawn(edition):
        return True
    if edition.as_of > timezone.now() - EVERY:
        return False
    return bool(in_order_of_change(Criteria(changed=(edition.as_of, None)), limit=1))
