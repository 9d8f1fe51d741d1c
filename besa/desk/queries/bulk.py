"""Bulk acts as their owner sees them: what waits, what is done, and what could not be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from besa.desk.bulk_acts import BULK_ACTS
from besa.desk.models import BulkAct, BulkItem
from besa.desk.queries.happenings import Happening, happened_since
from besa.desk.scopes import Scope
from besa.people.models import User
from besa.reports.models import Report

_AT_WORK = (BulkAct.State.WAITING, BulkAct.State.RUNNING)
#: how long a bulk act without failures is still told of
TOLD_FOR = timedelta(minutes=1)


@dataclass(frozen=True)
class BulkNotice:
    """A bulk act at the top of the queue, in words. `seconds` until it begins, 0 when it runs or is done."""

    bulk: BulkAct
    text: str
    seconds: int

    @property
    def is_waiting(self) -> bool:
        """True while it can be undone."""
        return self.bulk.state == BulkAct.State.WAITING

    @property
    def is_at_work(self) -> bool:
        """True until everything is done."""
        return self.bulk.state in _AT_WORK


def told_bulk_acts(user: User, scope: Scope, now: datetime) -> QuerySet[BulkAct]:
    """What this person asked for of late: all that waits or runs, what was just done, failures nobody read."""
    told = Q(state=BulkAct.State.DONE) & (
        Q(done_at__gt=now - TOLD_FOR, failures=0) | Q(failures__gt=0, read_at__isnull=True)
    )
    return BulkAct.objects.filter(
        Q(state__in=_AT_WORK) | told,
        by=user,
        municipality=scope.municipality,
        practice=scope.trainee is not None,
    )


def bulk_notices(user: User, scope: Scope) -> list[BulkNotice]:
    """The newest of them in words."""
    found = told_bulk_acts(user, scope, timezone.now())
    return [notice_of(bulk) for bulk in found.order_by("-created_at")[:5]]


def notice_of(bulk: BulkAct) -> BulkNotice:
    """A bulk act in words."""
    kind = BULK_ACTS[bulk.act]
    waiting = bulk.state in _AT_WORK
    number = bulk.total if waiting else bulk.total - bulk.failures
    seconds = max(0, round((bulk.due_at - timezone.now()).total_seconds())) if waiting else 0
    return BulkNotice(bulk, str((kind.waiting if waiting else kind.done) % {"n": number}), seconds)


def pending_words(notices: Iterable[BulkNotice]) -> dict[int, str]:
    """By report, what will be done to it in a moment. No query while nothing waits."""
    labels = {one.bulk.pk: str(BULK_ACTS[one.bulk.act].soon) for one in notices if one.is_at_work}
    if not labels:
        return {}
    items = BulkItem.objects.filter(bulk__in=labels, outcome="").values_list("report_id", "bulk_id")
    return {report: labels[bulk] for report, bulk in items}


def own_bulk_act(user: User, pk: int, scope: Scope) -> BulkAct | None:
    """A bulk act by its number, for who asked for it, in practice or in earnest as it was asked for."""
    own = BulkAct.objects.filter(pk=pk, by=user, practice=scope.trainee is not None)
    return own.select_related("municipality").first()


@dataclass(frozen=True)
class Failure:
    """A report that a bulk act was not done to. `happening` is what somebody else did to it, if that was why."""

    report: Report
    outcome: str
    reason: str
    happening: Happening | None


def failures_of(bulk: BulkAct, user: User) -> list[Failure]:
    """Why it was not done to each of these reports. Four queries."""
    items = list(
        BulkItem.objects.filter(bulk=bulk)
        .exclude(outcome__in=(BulkItem.Outcome.DONE, BulkItem.Outcome.WAITING))
        .select_related("report__category", "report__place")
    )
    if not items:
        return []
    happened = happened_since([item.report_id for item in items], bulk.seen_at, user)
    return [Failure(item.report, item.outcome, item.reason, happened.get(item.report_id)) for item in items]
