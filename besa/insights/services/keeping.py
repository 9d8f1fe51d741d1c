"""Keeping facts at hand: blocks written down by the worker, so that no request reads a million reports.

None of this is needed for a figure to be right, only for it to be quick after a start.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from besa.insights import memory, triggers
from besa.insights.columns import Facts, encode
from besa.insights.models import FactBlock, FactChange, FactLog
from besa.places.models import Municipality
from besa.reports.models import Report

#: notes that may pile up before blocks are written anew: reading so many reports takes a tenth of a second
_MANY_NOTES = 5_000
_LONGEST = timedelta(days=1)


def install_triggers(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the triggers that note changes; where they were missing, what was kept is no longer known to be right."""
    with transaction.atomic(using=using):
        if triggers.install(connections[using]) or not FactLog.objects.exists():
            _start_anew()


def forget_facts() -> None:
    """Drop all that is kept, in every process: another database was put in place, or a check found a difference."""
    with transaction.atomic():
        _start_anew()
    memory.forget()


def _start_anew() -> None:
    FactBlock.objects.all().delete()
    FactChange.objects.all().delete()
    FactLog.objects.update_or_create(
        pk=FactLog.ONLY, defaults={"generation": secrets.token_hex(16), "pruned": 0}
    )


def keep_facts(*, now: bool = False) -> int:
    """Write the blocks of all municipalities that changed, and delete the notes that are in them; how many.

    Runs in the worker every few minutes and does nothing while there are few notes, unless the oldest block is a
    day old or it is asked to do it `now`. A block is made of the one before and what changed since, outside the
    transaction: what changes meanwhile has its note after the mark.
    """
    if not (now or _is_time()):
        return 0
    mark = memory.mark_now()
    changed = _municipalities_changed()
    for municipality in changed:
        _keep(municipality.pk, mark, memory.facts_of(municipality).packed())
    _prune(mark)
    memory.forget()  # the worker counts nothing
    return len(changed)


def _is_time() -> bool:
    oldest = FactBlock.objects.aggregate(at=Min("kept_at"))["at"]
    overdue = oldest is not None and oldest < timezone.now() - _LONGEST
    return overdue or FactChange.objects.order_by()[:_MANY_NOTES].count() >= _MANY_NOTES


def _municipalities_changed() -> QuerySet[Municipality]:
    """Those with notes since their block was written, and those that have reports and no block yet.

    A worker that was stopped half way, as one is that takes too long, has its notes still: the next one goes on.
    """
    since = f"{_order()}__gte"
    mark = FactBlock.objects.filter(municipality=OuterRef("municipality")).values("mark")
    noted = (
        FactChange.objects.order_by().filter(**{since: Coalesce(Subquery(mark), 0)}).values("municipality")
    )
    kept = FactBlock.objects.values("municipality")
    reported = Exists(Report.objects.filter(municipality=OuterRef("pk")))
    return Municipality.objects.filter(Q(pk__in=noted) | (Q(reported) & ~Q(pk__in=kept)))


def _order() -> str:
    """The column of the notes that marks are about."""
    return "id" if connection.vendor == "sqlite" else "stamp"


def _keep(municipality: int, mark: int, facts: Facts) -> None:
    """Write a block, unless another worker has written a later one meanwhile."""
    values = {"mark": mark, "reports": facts.n, "content": encode(facts), "kept_at": timezone.now()}
    with transaction.atomic():
        if not FactBlock.objects.filter(pk=municipality, mark__lte=mark).update(**values):
            FactBlock.objects.get_or_create(pk=municipality, defaults=values)


def _prune(mark: int) -> None:
    """Let all blocks be of the mark (those that were not written have not changed) and delete the notes before it."""
    with transaction.atomic():
        FactBlock.objects.filter(mark__lt=mark).update(mark=mark, kept_at=timezone.now())
        FactLog.objects.filter(pk=FactLog.ONLY, pruned__lt=mark).update(pruned=mark)
        FactChange.objects.filter(**{f"{_order()}__lt": mark}).delete()
