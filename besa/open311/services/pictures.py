"""Pictures that other systems name by their addresses: fetched by the worker, and looked at like any upload."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from besa.core.images import ImageRefused
from besa.core.images.checks import MAX_BYTES
from besa.core.outbox import wait_before
from besa.core.outward import Limits, OutwardError, fetch
from besa.open311.models import WaitingPicture
from besa.reports.models import Report, Update
from besa.reports.models.report import Visibility
from besa.reports.services.photos import attach_photos, forget_uploads, keep_upload

_MAX_ATTEMPTS = 8
_LEASE = timedelta(minutes=2)


def keep_addresses(
    *, report: Report, urls: Sequence[str], update: Update | None = None, by_official: bool = False
) -> None:
    """Note addresses to be fetched, in the caller's transaction."""
    now = timezone.now()
    for url in urls:
        row = WaitingPicture.objects.create(
            report=report,
            update=update,
            url=url,
            by_official=by_official,
            created_at=now,
            next_attempt_at=now,
        )
        async_task("besa.open311.services.pictures.fetch_picture", row.pk)


def fetch_picture(pk: int) -> bool:
    """Fetch one picture and put it on its report; True when it is there. Worker only."""
    now = timezone.now()
    due = WaitingPicture.objects.filter(pk=pk, next_attempt_at__lte=now)
    if not due.update(next_attempt_at=now + _LEASE):
        return False
    row = WaitingPicture.objects.select_related("report", "update").get(pk=pk)
    try:
        answer = fetch(row.url, headers={"Accept": "image/*"}, limits=Limits(size=MAX_BYTES))
    except OutwardError as error:
        return _later(row, given_up=error.permanent or error.key == "too_large")
    if not answer.ok:
        return _later(row, given_up=400 <= answer.status < 500 and answer.status not in (408, 425, 429))
    return _attach(row, answer.body)


def sweep_pictures() -> int:
    """Ask again for what could not be fetched; how many. Run regularly by the worker."""
    due = WaitingPicture.objects.filter(next_attempt_at__lte=timezone.now() - timedelta(minutes=1))
    pks = list(due.values_list("pk", flat=True)[:200])
    with transaction.atomic():
        for pk in pks:
            async_task("besa.open311.services.pictures.fetch_picture", pk)
    return len(pks)


def _later(row: WaitingPicture, *, given_up: bool) -> bool:
    if given_up or row.attempts + 1 >= _MAX_ATTEMPTS:
        WaitingPicture.objects.filter(pk=row.pk).delete()
        return False
    next_at = timezone.now() + wait_before(row.attempts + 1)
    WaitingPicture.objects.filter(pk=row.pk).update(attempts=row.attempts + 1, next_attempt_at=next_at)
    return False


def _attach(row: WaitingPicture, body: bytes) -> bool:
    try:
        upload = keep_upload(BytesIO(body))
    except ImageRefused:
        return _later(row, given_up=True)
    try:
        with transaction.atomic():
            # Erased meanwhile: the row, or what it was for, is gone.
            taken, _ = WaitingPicture.objects.filter(pk=row.pk).delete()
            alive = Report.objects.filter(pk=row.report_id).exclude(visibility=Visibility.ERASED).exists()
            if taken and alive:
                attach_photos(
                    report=row.report, update=row.update, uploads=[upload], by_official=row.by_official
                )
                return True
    except ImageRefused:
        WaitingPicture.objects.filter(pk=row.pk).delete()
    forget_uploads(uploads=[upload])
    return False
