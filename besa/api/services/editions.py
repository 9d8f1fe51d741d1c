"""Making the files with all public reports: in small steps by the worker, resumable after any of them.

All files are written in one walk over the reports by number. After each step the row of the edition says how far it
is and how long each file surely is; whoever goes on after a crash cuts the files to that length first. Parquet cannot
be gone on with, so it is made from the finished GeoJSON. A new edition takes the place of the old one in one update.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from io import StringIO

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_q.tasks import async_task

from besa.api.bulk.columns import NAMES, Row, rows_after
from besa.api.bulk.folder import ALL, CSV, GEOJSON, PARQUET, delete_all_but, file_name, folder_of, sum_of
from besa.api.bulk.parquet import write_parquet
from besa.api.bulk.tables import CSV_HEAD, GEOJSON_HEAD, GEOJSON_TAIL, features, write_csv
from besa.api.models import Edition
from besa.api.queries.editions import building, is_due
from besa.core.kept_files import placing
from besa.reports.queries.board import state_counts

#: a step is short, so that mails do not wait behind it
STEP = timedelta(seconds=5)
_LEASE = timedelta(seconds=90)
_ROWS = 5_000
_MUNICIPALITY = NAMES.index("municipality")


def keep_editions() -> bool:
    """Begin an edition when one is due, and go on with the one in work; True when there was something to do."""
    edition = building() or (begin_edition() if is_due() else None)
    if edition is None or not _lease(edition):
        return False
    continue_edition(edition=edition)
    return True


def begin_edition() -> Edition | None:
    """A new edition, not yet written; None when somebody was faster."""
    try:
        with transaction.atomic():
            return Edition.objects.create(as_of=timezone.now(), expected=sum(state_counts().values()))
    except IntegrityError:
        return None


def continue_edition(*, edition: Edition, step: timedelta = STEP) -> bool:
    """Write for about as long as a step takes; the worker is asked for the next one. True when it is published."""
    until = time.monotonic() + step.total_seconds()
    folder_of(edition.pk).mkdir(parents=True, exist_ok=True)
    _cut_to_what_is_sure(edition)
    while not edition.all_written:
        rows = rows_after(edition.last_pk, limit=_ROWS)
        _write(edition, rows) if rows else _close(edition)
        if time.monotonic() > until:
            return _pause(edition)
    while missing := _missing(edition):
        _finish_scope(edition, missing[0])
        if time.monotonic() > until and len(missing) > 1:
            return _pause(edition)
    return _publish(edition)


def _lease(edition: Edition) -> bool:
    now = timezone.now()
    free = Edition.objects.filter(pk=edition.pk, state=Edition.State.BUILDING).exclude(leased_until__gt=now)
    return bool(free.update(leased_until=now + _LEASE))


def _pause(edition: Edition) -> bool:
    with transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(leased_until=None)
        async_task("besa.api.services.editions.keep_editions")
    return False


def _cut_to_what_is_sure(edition: Edition) -> None:
    """What a crash left behind the last step's end goes; it is written again."""
    for path in folder_of(edition.pk).iterdir():
        size = edition.sizes.get(path.name)
        if size is None:
            path.unlink()
        elif path.stat().st_size > size:
            with path.open("r+b") as file:
                file.truncate(size)


def _write(edition: Edition, rows: Sequence[Row]) -> None:
    lines = features(rows)
    by_scope: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        by_scope[row[_MUNICIPALITY]].append(number)
    _append(edition, ALL, rows, lines)
    for scope, numbers in by_scope.items():
        _append(edition, scope, [rows[n] for n in numbers], [lines[n] for n in numbers])
    edition.last_pk, edition.rows = rows[-1][0], edition.rows + len(rows)
    edition.save(update_fields=["last_pk", "rows", "sizes", "counts"])


def _append(edition: Edition, scope: str, rows: Sequence[Row], lines: Sequence[bytes]) -> None:
    text = StringIO(newline="")
    write_csv(text, rows)
    begins = scope not in edition.counts
    _add(edition, file_name(scope, CSV), (CSV_HEAD if begins else b"") + text.getvalue().encode())
    _add(edition, file_name(scope, GEOJSON), (GEOJSON_HEAD if begins else b",\n") + b",\n".join(lines))
    edition.counts[scope] = edition.counts.get(scope, 0) + len(rows)


def _add(edition: Edition, name: str, content: bytes) -> None:
    with (folder_of(edition.pk) / name).open("ab") as file:
        file.write(content)
        edition.sizes[name] = file.tell()


def _close(edition: Edition) -> None:
    if ALL not in edition.counts:
        _append(edition, ALL, [], [])
    for scope in edition.counts:
        _add(edition, file_name(scope, GEOJSON), GEOJSON_TAIL)
    edition.all_written = True
    edition.save(update_fields=["all_written", "sizes", "counts"])


def _missing(edition: Edition) -> list[str]:
    """Scopes without Parquet and sums; the largest first, while there is most time."""
    open_scopes = [scope for scope in edition.counts if file_name(scope, PARQUET) not in edition.sums]
    return sorted(open_scopes, key=lambda scope: -edition.counts[scope])


def _finish_scope(edition: Edition, scope: str) -> None:
    folder, name = folder_of(edition.pk), file_name(scope, PARQUET)
    with placing(folder / name) as draft:
        write_parquet(folder / file_name(scope, GEOJSON), draft)
    edition.sizes[name] = (folder / name).stat().st_size
    for form in (CSV, GEOJSON, PARQUET):
        edition.sums[file_name(scope, form)] = sum_of(folder / file_name(scope, form))
    edition.leased_until = timezone.now() + _LEASE
    edition.save(update_fields=["sizes", "sums", "leased_until"])


def _publish(edition: Edition) -> bool:
    with transaction.atomic():
        Edition.objects.filter(state=Edition.State.PUBLISHED).update(state=Edition.State.REPLACED)
        published = Edition.objects.filter(pk=edition.pk, state=Edition.State.BUILDING).update(
            state=Edition.State.PUBLISHED, finished_at=timezone.now(), leased_until=None
        )
        if not published:
            raise RuntimeError("somebody else has published this edition")
    Edition.objects.filter(state=Edition.State.REPLACED).delete()
    delete_all_but({edition.pk})
    return True
