"""Ordering and making the files of publications. An order is kept with its event; the worker makes the file."""

from __future__ import annotations

import logging
import shutil
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from besa.core.services import publish
from besa.publications.events import RenditionOrdered
from besa.publications.manuscript import Manuscript
from besa.publications.models import Edition, Rendition
from besa.publications.outputs.checks import stored
from besa.publications.outputs.formats import FORMATS, STEPS
from besa.publications.outputs.making import NotMadeError, make
from besa.publications.queries.contents import content_of
from besa.publications.queries.manuscripts import draft_manuscript, published_manuscript
from besa.publications.queries.public_changes import behind_of
from besa.publications.queries.renditions import WantedFiles, folder_of

DRAFTS_KEPT: Final = timedelta(days=2)
REPLACED_KEPT: Final = timedelta(days=30)
_LONGEST_ERROR: Final = 2000

_log = logging.getLogger(__name__)


def order_rendition(*, wanted: WantedFiles, format: str) -> Rendition:
    """The file of a format; ordered now if nobody has asked before, and once more if it failed. Asking twice orders
    once. KeyError for a format that such a publication does not have."""
    key = wanted.keys()[format]
    with transaction.atomic():
        rendition, new = Rendition.objects.get_or_create(
            key=key,
            defaults={
                "edition": wanted.edition,
                "revision": wanted.revision,
                "language": wanted.language,
                "brand": wanted.brand,
                "format": format,
                "design": FORMATS[format].design,
                "ordered_at": timezone.now(),
            },
        )
        again = Rendition.objects.filter(pk=rendition.pk, state=Rendition.State.FAILED).update(
            state=Rendition.State.WAITING, done=0, problems=[], error="", ordered_at=timezone.now()
        )
        if new or again:
            publish(RenditionOrdered(rendition.pk))
    rendition.refresh_from_db()
    return rendition


def renew_renditions(*, edition: Edition) -> int:
    """Order the files of an edition's public revision again that are others by now, as those of a translation are whose
    original was published anew; how many kinds there are."""
    revision = edition.public_revision
    if revision is None:
        return 0
    rows = Rendition.objects.filter(revision=revision).order_by()
    made = list(rows.values_list("language", "brand", "format").distinct())
    for language, brand, format_ in made:
        order_rendition(wanted=WantedFiles(edition, revision, language, brand), format=format_)
    return len(made)


def make_rendition(*, pk: int) -> None:
    """Make its file. Runs in the worker, and begins anew where an earlier run was ended.

    What the editor must put right marks it as failed; anything else is raised, to be tried again.
    """
    waiting = Rendition.objects.filter(pk=pk, state=Rendition.State.WAITING)
    rendition = waiting.select_related(
        "edition__publication__organisation", "edition__publication__municipality", "revision"
    ).first()
    if rendition is None:
        return
    waiting.update(done=0)

    def progress() -> None:
        waiting.update(done=F("done") + 1)

    try:
        manuscript = _manuscript(rendition)
        progress()
        path = make(FORMATS[rendition.format], manuscript, folder_of(rendition.key), progress)
    except NotMadeError as error:
        why = f"{error}"[:_LONGEST_ERROR]
        waiting.update(state=Rendition.State.FAILED, problems=stored(error.problems), error=why)
        _log.warning("%s could not be made: %s", rendition, why)
        return
    waiting.update(state=Rendition.State.READY, done=STEPS, size=path.stat().st_size)


def forget_renditions(*, edition: Edition) -> int:
    """Delete all files of an edition, such as one that was withdrawn; how many."""
    return _forget(Q(edition=edition))


def forget_old_renditions() -> int:
    """Delete drafts after two days, and a month later what a newer revision or another design replaced; how many."""
    now = timezone.now()
    today = Q(pk__in=[])
    for format_ in FORMATS.values():
        today |= Q(format=format_.key, design=format_.design)
    public = Q(revision=F("edition__public_revision"))
    old_drafts = Q(revision__isnull=True, ordered_at__lt=now - DRAFTS_KEPT)
    replaced = Q(revision__isnull=False, ordered_at__lt=now - REPLACED_KEPT) & ~(public & today)
    return _forget(old_drafts | replaced | Q(pk__in=_renewed(now - REPLACED_KEPT)))


def _renewed(until: datetime) -> QuerySet[Rendition]:
    """Files in whose place another of the same revision came, and that nobody needs any more."""
    names = ("revision", "language", "brand", "format")
    same = {name: OuterRef(name) for name in names}
    later = Rendition.objects.filter(**same, state=Rendition.State.READY, pk__gt=OuterRef("pk"))
    return Rendition.objects.filter(Exists(later), revision__isnull=False, ordered_at__lt=until)


def _manuscript(rendition: Rendition) -> Manuscript:
    if rendition.revision is None:
        content = content_of(rendition.edition)
        return draft_manuscript(
            rendition.edition, content, language=rendition.language, brand=rendition.brand
        )
    rendition.revision.edition = rendition.edition
    is_newest = rendition.revision_id == rendition.edition.public_revision_id
    return published_manuscript(
        rendition.revision,
        language=rendition.language,
        brand=rendition.brand,
        behind=behind_of(rendition.edition) if is_newest else None,
    )


def _forget(which: Q) -> int:
    keys = list(Rendition.objects.filter(which).values_list("key", flat=True))
    for key in keys:
        shutil.rmtree(folder_of(key), ignore_errors=True)
    Rendition.objects.filter(key__in=keys).delete()
    return len(keys)
