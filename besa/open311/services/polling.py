"""Asking other systems what became of the reports that were sent to them.

Each endpoint is one task, so that a slow one delays no other. It is asked for its updates, as FixMyStreet does it; one
that has none is asked how its requests stand. Times overlap by a quarter of an hour, as clocks differ; what is heard
twice is taken once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from besa.core.outbox import wait_before
from besa.core.outward import OutwardError
from besa.open311.foreign.endpoint import Endpoint, Refused
from besa.open311.foreign.formats import Row, Unreadable, text_of
from besa.open311.foreign.states import meaning_of
from besa.open311.models import ForeignRequest
from besa.open311.services.forwarding import (
    ASKED_AFTER_END,
    ASKED_AT_MOST,
    EVERY,
    keep_number,
    take_word,
)
from besa.open311.services.telling import Word
from besa.reports.models.report import Visibility
from besa.reports.services.state_change import StaleReport

_OVERLAP = timedelta(minutes=15)
_LONGEST_LOOK_BACK = timedelta(days=30)
_AT_ONCE = 50
_MOST_AT_ONCE = 500
_LEASE = timedelta(minutes=5)
#: an endpoint that says this to a question for updates has none
_UNKNOWN_THERE = frozenset({400, 403, 404, 405, 406, 501})


def ask_all() -> int:
    """Queue a question to each endpoint that has one due; how many. Run regularly by the worker."""
    due = ForeignRequest.objects.filter(next_poll_at__lte=timezone.now())
    endpoints = list(due.order_by().values_list("address", "form", "jurisdiction").distinct())
    with transaction.atomic():
        for endpoint in endpoints:
            async_task("besa.open311.services.polling.ask_endpoint", *endpoint)
    return len(endpoints)


def ask_endpoint(address: str, form: str, jurisdiction: str) -> int:
    """Ask one endpoint about all that is due there; how many words were taken over."""
    endpoint, now = Endpoint(address, form, jurisdiction), timezone.now()
    requests = _leased(endpoint, now)
    if not requests:
        return 0
    try:
        _resolve_tokens(endpoint, requests)
        taken = _hear(endpoint, [one for one in requests if one.number], now)
    except (OutwardError, Refused, Unreadable, StaleReport):
        _try_later(requests, now)
        return 0
    _plan_next(requests, now)
    return taken


def _leased(endpoint: Endpoint, now: datetime) -> list[ForeignRequest]:
    due = ForeignRequest.objects.filter(
        address=endpoint.address,
        form=endpoint.form,
        jurisdiction=endpoint.jurisdiction,
        next_poll_at__lte=now,
    )
    chosen = due.order_by("next_poll_at").values_list("pk", flat=True)[:_MOST_AT_ONCE]
    pks = [pk for pk in chosen if due.filter(pk=pk).update(next_poll_at=now + _LEASE)]
    return list(ForeignRequest.objects.filter(pk__in=pks).select_related("report"))


def _resolve_tokens(endpoint: Endpoint, requests: Sequence[ForeignRequest]) -> None:
    for request in requests:
        if not request.number and (number := endpoint.number_of(request.token)):
            keep_number(request=request, number=number[:200])
            request.number = number[:200]


def _hear(endpoint: Endpoint, requests: Sequence[ForeignRequest], now: datetime) -> int:
    by_number = {request.number: request for request in requests}
    if not by_number:
        return 0
    since = max(min(one.heard_until for one in requests) - _OVERLAP, now - _LONGEST_LOOK_BACK)
    try:
        rows = endpoint.updates(since, now)
    except Refused as refused:
        if refused.status not in _UNKNOWN_THERE:
            raise
        return sum(_hear_standing(endpoint, by_number, part) for part in _parts(list(by_number)))
    rows.sort(key=lambda row: text_of(row, "updated_datetime"))
    return sum(_take(by_number.get(text_of(row, "service_request_id")), row, _name_of(row)) for row in rows)


def _hear_standing(endpoint: Endpoint, by_number: dict[str, ForeignRequest], numbers: list[str]) -> int:
    taken = 0
    for row in endpoint.requests(numbers):
        request = by_number.get(text_of(row, "service_request_id"))
        status, notes = text_of(row, "status"), text_of(row, "status_notes")
        heard = {**row, "description": notes}
        if request and f"{status} {notes}" != request.status and (status != "open" or notes):
            taken += _take(request, heard, f"{status} {notes} {text_of(row, 'updated_datetime')}")
    return taken


def _take(request: ForeignRequest | None, row: Row, name: str) -> bool:
    if request is None or request.report.visibility == Visibility.ERASED:
        return False
    status, text = text_of(row, "status"), text_of(row, "description")
    word = Word(meaning_of(status, request.states), text[:4_000], _media(row))
    return take_word(request=request, name=name, status=status, word=word)


def _name_of(row: Row) -> str:
    """What names an update there; where it has no number, all that it says."""
    parts = ("update_id",) if text_of(row, "update_id") else ("updated_datetime", "status", "description")
    return " ".join(text_of(row, part) for part in parts)


def _media(row: Row) -> list[str]:
    url = text_of(row, "media_url")
    return [url] if url.startswith(("http://", "https://")) and len(url) <= 500 else []


def _parts(numbers: list[str]) -> list[list[str]]:
    return [numbers[first : first + _AT_ONCE] for first in range(0, len(numbers), _AT_ONCE)]


def _plan_next(requests: Sequence[ForeignRequest], now: datetime) -> None:
    for request in requests:
        request.report.refresh_from_db(fields=["closed_at", "visibility"])
        ForeignRequest.objects.filter(pk=request.pk).update(
            heard_until=now, failures=0, next_poll_at=None if _is_over(request, now) else now + EVERY
        )


def _is_over(request: ForeignRequest, now: datetime) -> bool:
    closed = request.report.closed_at
    if request.report.visibility == Visibility.ERASED or request.created_at < now - ASKED_AT_MOST:
        return True
    return closed is not None and closed < now - ASKED_AFTER_END


def _try_later(requests: Sequence[ForeignRequest], now: datetime) -> None:
    for request in requests:
        wait = max(EVERY, wait_before(request.failures + 1))
        ForeignRequest.objects.filter(pk=request.pk).update(
            failures=min(1_000, request.failures + 1), next_poll_at=now + wait
        )
