"""Making share kits: the files of all pieces, two at a time, then the zip. The worker does it in stretches."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from besa.core.kept_files import write_again
from besa.core.services import publish
from besa.insights.editions import KINDS, Kind, folder_of
from besa.insights.events import EditionOrdered
from besa.insights.lettering import MissingLettersError
from besa.insights.models import Edition
from besa.insights.sharekit.files import files_of_kit
from besa.insights.sharekit.packing import pack
from besa.insights.typesetting import NotSetError, Output, typeset

#: after so many seconds the others who wait for the worker have their turn; it must stay below the worker's limit
STRETCH_S: Final = 20
#: pieces that are made at once: each is a process of its own, and two leave a small machine alive
_AT_ONCE: Final = 2

_log = logging.getLogger(__name__)


def make_kit(*, pk: int) -> None:
    """Go on making a kit; what was made before is not made again. Ordered again by itself until all is there.

    A piece that cannot be made is left out, and the kit says so. Anything else is raised, to be tried again.
    """
    kit = Edition.objects.filter(pk=pk, state=Edition.State.WAITING).first()
    if kit is None:
        return
    pieces = kit.content["pieces"]
    editions = {one.key: one for one in Edition.objects.filter(key__in=[piece["key"] for piece in pieces])}
    jobs = [job for piece in pieces for job in _missing(editions[piece["key"]])]
    if not _make(kit, jobs, editions):
        with transaction.atomic():
            publish(EditionOrdered(kit.pk))
        return
    _finish(kit, editions)


def _missing(edition: Edition) -> Iterator[tuple[Edition, Sequence[Output]]]:
    """What is still to be made of a piece. Pages are set all at once, films one by one."""
    if edition.state == Edition.State.FAILED:
        return
    kind, folder = KINDS[edition.kind], folder_of(edition.key)
    outputs = [output for output in kind.outputs if not (folder / output.name).exists()]
    if kind.make is typeset:
        if outputs:
            yield edition, outputs
    else:
        yield from ((edition, [output]) for output in outputs)


def _make(kit: Edition, jobs: list[tuple[Edition, Sequence[Output]]], editions: dict[str, Edition]) -> bool:
    """Make files for a stretch of time; whether all are there."""
    end, left = time.monotonic() + STRETCH_S, list(reversed(jobs))
    running: dict[Future[None], Edition] = {}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        while left or running:
            while left and len(running) < _AT_ONCE and time.monotonic() < end:
                edition, outputs = left.pop()
                kind = KINDS[edition.kind]
                work = pool.submit(_make_files, kind, edition.content, outputs, folder_of(edition.key))
                running[work] = edition
            if not running:
                return False
            done = next(as_completed(running))
            _note(done, running.pop(done))
            _count(kit, editions)
    return True


def _make_files(kind: Kind, content: dict[str, Any], outputs: Sequence[Output], folder: Path) -> None:
    kind.make(kind.source, content, outputs, folder)


def _note(done: Future[None], edition: Edition) -> None:
    try:
        done.result()
    except (NotSetError, MissingLettersError) as error:
        why = f"{type(error).__name__}: {error}"[:2000]
        Edition.objects.filter(pk=edition.pk).update(state=Edition.State.FAILED, error=why)
        _log.error("a part of %s could not be made: %s", edition.series, why)


def _count(kit: Edition, editions: dict[str, Edition]) -> None:
    """Say how many of the kit's files are there."""
    waiting = Edition.objects.filter(pk=kit.pk, state=Edition.State.WAITING)
    waiting.update(done=sum(1 for piece in kit.content["pieces"] for _ in _made(piece)))


def _made(piece: dict[str, Any]) -> Iterator[Path]:
    paths = (folder_of(piece["key"]) / name for name in piece["names"])
    return (path for path in paths if path.exists())


def _finish(kit: Edition, editions: dict[str, Edition]) -> None:
    """Write the kit's own files and say that it and its pieces are ready."""
    folder = folder_of(kit.key)
    files: dict[str, Path | bytes] = {
        f"{piece['folder']}/{path.name}": path for piece in kit.content["pieces"] for path in _made(piece)
    }
    own = files_of_kit(kit.content)
    for name in ("texts.csv", "calendar.csv", "calendar.ics"):
        write_again(folder / name, own[name])
    pack({**files, **own}, folder / "kit.zip")
    waiting = Edition.objects.filter(state=Edition.State.WAITING)
    for edition in editions.values():
        n = len(KINDS[edition.kind].outputs)
        waiting.filter(pk=edition.pk).update(state=Edition.State.READY, done=n)
    failed = Edition.objects.filter(key__in=editions, state=Edition.State.FAILED)
    missing = "; ".join(failed.order_by("series").values_list("series", flat=True))
    waiting.filter(pk=kit.pk).update(state=Edition.State.READY, done=kit.total, error=missing[:2000])
