"""Ordering and making editions. An order is kept with its event; the worker makes the files size by size."""

from __future__ import annotations

import logging
import shutil
from datetime import timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from besa.core.services import publish
from besa.insights.editions import KINDS, Wanted, files_in, folder_of, key_of
from besa.insights.events import EditionOrdered
from besa.insights.lettering import MissingLettersError
from besa.insights.models import Edition
from besa.insights.typesetting import NotSetError

KEPT = timedelta(days=30)

_log = logging.getLogger(__name__)


def order_edition(*, wanted: Wanted) -> Edition:
    """The edition that says just this; ordered now if nobody has wanted it before. Asking twice orders once."""
    with transaction.atomic():
        for piece in wanted.pieces:
            _kept(piece)
        edition, new = _kept(wanted)
        if new:
            publish(EditionOrdered(edition.pk))
    return edition


def _kept(wanted: Wanted) -> tuple[Edition, bool]:
    """The edition that says just this, and whether it is a new one."""
    return Edition.objects.get_or_create(
        key=key_of(wanted),
        defaults={
            "series": wanted.series,
            "kind": wanted.kind.key,
            "content": wanted.content,
            "total": files_in(wanted),
        },
    )


def make_edition(*, pk: int) -> None:
    """Make the files that are missing. Runs in the worker, and goes on where an earlier run was ended.

    Content that cannot be set marks the edition as failed; anything else is raised, to be tried again.
    """
    edition = Edition.objects.filter(pk=pk, state=Edition.State.WAITING).first()
    if edition is None:
        return
    kind, folder = KINDS[edition.kind], folder_of(edition.key)
    waiting = Edition.objects.filter(pk=pk, state=Edition.State.WAITING)
    done = 0
    for _layout, together in groupby(kind.outputs, key=lambda output: output.layout):
        outputs = list(together)
        missing = [output for output in outputs if not (folder / output.name).exists()]
        try:
            if missing:
                kind.make(kind.source, edition.content, missing, folder)
        except (NotSetError, MissingLettersError) as error:
            why = f"{type(error).__name__}: {error}"[:2000]
            waiting.update(state=Edition.State.FAILED, error=why)
            _log.error("%s of %s could not be made: %s", missing[0].name, edition.series, why)
            return
        done += len(outputs)
        waiting.update(done=done)
    waiting.update(state=Edition.State.READY, done=edition.total)


def forget_old_editions() -> int:
    """Delete editions that a newer one has replaced a month ago, files first; how many."""
    newest = (
        Edition.objects.filter(state=Edition.State.READY)
        .values_list("series")
        .annotate(newest=Max("pk"))
        .values_list("newest", flat=True)
    )
    old = Edition.objects.filter(created_at__lt=timezone.now() - KEPT).exclude(pk__in=list(newest))
    keys = list(old.values_list("key", flat=True))
    for key in keys:
        shutil.rmtree(folder_of(key), ignore_errors=True)
    Edition.objects.filter(key__in=keys).delete()
    return len(keys)
