"""Doing something to many reports: asked for now, done after a short while in which it can be undone.

Waiting instead of taking back: an act on a report is public at once, is on the ledger for good and counts in the
figures, so undoing it could only add a second act that contradicts the first. What still waits leaves no trace.

It is done in portions. Each portion is one transaction, in which each report's outcome is written with its act: a
process that dies in between is gone on with by the next, which repeats nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from besa.core.forgetting import Forgetting
from besa.core.gathering import gathering, one_of_many
from besa.core.services import run_later
from besa.desk.bulk_acts import BULK_ACTS, MOST_AT_ONCE, Actor
from besa.desk.models import BulkAct, BulkItem
from besa.desk.queries.happenings import happened_since
from besa.desk.scopes import Scope, scopes_of
from besa.people.models import User
from besa.people.permissions import Standing
from besa.places.models import Municipality
from besa.reports.models import Report
from besa.reports.services.answers import ChangeRefused, StaleReport

#: how long a bulk act can be undone
UNDO_WINDOW: Final = timedelta(seconds=20)
#: how long after that it is given to the worker again, should the first have been lost
_LOST_AFTER: Final = timedelta(minutes=2)
#: reports in one transaction: others can write between two portions
_PORTION: Final = 50
KEPT: Final = timedelta(days=30)
#: those of an act's arguments that are words, not keys
_SAID: Final = ("text", "outside")


def ask_for_bulk_act(
    *,
    municipality: Municipality,
    by: User,
    act: str,
    reports: Sequence[int],
    arguments: dict[str, Any],
    seen_at: datetime,
    practice: bool = False,
) -> BulkAct:
    """Put an act on reports (at most MOST_AT_ONCE, by number) in wait; KeyError for an act that does not exist."""
    kind, now = BULK_ACTS[act], timezone.now()
    chosen = list(dict.fromkeys(reports))[:MOST_AT_ONCE]
    with transaction.atomic():
        bulk = BulkAct.objects.create(
            municipality=municipality,
            by=by,
            act=kind.key,
            arguments=arguments,
            practice=practice,
            total=len(chosen),
            seen_at=min(seen_at, now),
            created_at=now,
            due_at=now + UNDO_WINDOW,
        )
        BulkItem.objects.bulk_create(BulkItem(bulk=bulk, report_id=pk) for pk in chosen)
        run_later("besa.desk.services.bulk.carry_out_bulk_act", bulk.pk, at=bulk.due_at)
    return bulk


def undo_bulk_act(*, bulk: BulkAct) -> bool:
    """Take it back before it was done; False when it was too late."""
    waiting = BulkAct.objects.filter(pk=bulk.pk, state=BulkAct.State.WAITING)
    return bool(waiting.update(state=BulkAct.State.UNDONE, done_at=timezone.now()))


def hasten_bulk_act(*, bulk: BulkAct) -> None:
    """Do it now: whoever asked for it is sure."""
    BulkAct.objects.filter(pk=bulk.pk, state=BulkAct.State.WAITING).update(due_at=timezone.now())
    carry_out_bulk_act(bulk.pk)


def carry_out_bulk_act(pk: int) -> None:
    """Do what waits, from where it stands; nothing when it was undone or is done. The worker calls this when due."""
    now = timezone.now()
    BulkAct.objects.filter(pk=pk, state=BulkAct.State.WAITING, due_at__lte=now).update(
        state=BulkAct.State.RUNNING
    )
    bulk = BulkAct.objects.select_related("by", "municipality").filter(pk=pk).first()
    if bulk is None or bulk.state != BulkAct.State.RUNNING:
        return
    items = list(BulkItem.objects.filter(bulk=bulk, outcome=BulkItem.Outcome.WAITING))
    conflicts = happened_since([item.report_id for item in items], bulk.seen_at, bulk.by)
    _settle(item for item in items if item.report_id in conflicts)
    for portion in _portions([item for item in items if item.report_id not in conflicts]):
        _do_portion(bulk, portion)
    failures = BulkItem.objects.filter(bulk=bulk).exclude(outcome=BulkItem.Outcome.DONE).count()
    BulkAct.objects.filter(pk=pk, state=BulkAct.State.RUNNING).update(
        state=BulkAct.State.DONE, done_at=timezone.now(), failures=failures
    )


def _portions(items: list[BulkItem]) -> Iterator[list[BulkItem]]:
    for start in range(0, len(items), _PORTION):
        yield items[start : start + _PORTION]


def _settle(conflicts: Iterator[BulkItem]) -> None:
    pks = [item.pk for item in conflicts]
    BulkItem.objects.filter(pk__in=pks, outcome="").update(outcome=BulkItem.Outcome.CONFLICT)


def _do_portion(bulk: BulkAct, portion: list[BulkItem]) -> None:
    """Act on each report that its asker may still act on."""
    standing = Standing(bulk.by, bulk.municipality_id if bulk.practice else None)
    scope = next((one for one in scopes_of(standing) if one.municipality.pk == bulk.municipality_id), None)
    reports = _reports(scope, portion) if scope else {}
    kind = BULK_ACTS[bulk.act]
    given = kind.read(bulk.arguments)
    outcomes: dict[tuple[str, str], list[int]] = {}
    with transaction.atomic():
        # Those that another process was faster with are not among them.
        waiting = BulkItem.objects.select_for_update().filter(
            pk__in=[item.pk for item in portion], outcome=BulkItem.Outcome.WAITING
        )
        given |= kind.ahead([*reports.values()])
        with gathering():
            for item in list(waiting.order_by("pk")):
                became = _do_one(bulk, standing, reports.get(item.report_id), given)
                outcomes.setdefault(became, []).append(item.pk)
        for (outcome, reason), pks in outcomes.items():
            BulkItem.objects.filter(pk__in=pks).update(outcome=outcome, reason=reason)


def _reports(scope: Scope, portion: list[BulkItem]) -> dict[int, Report]:
    rows = scope.reports().select_related("municipality", "category", "department", "place")
    return {report.pk: report for report in rows.filter(pk__in=[item.report_id for item in portion])}


def _do_one(
    bulk: BulkAct, standing: Standing, report: Report | None, given: dict[str, Any]
) -> tuple[str, str]:
    """What became of it, and why it was refused: what it wrote until then its service has taken back."""
    role = report and standing.role_for("reports.answer", report.municipality_id, report.department_id)
    if report is None or role is None:
        return BulkItem.Outcome.REFUSED, "not_allowed"
    try:
        with one_of_many():
            BULK_ACTS[bulk.act].do(report, Actor(bulk.by, str(role)), given)
    except StaleReport:
        return BulkItem.Outcome.CONFLICT, ""
    except ChangeRefused as refused:
        return BulkItem.Outcome.REFUSED, refused.key
    return BulkItem.Outcome.DONE, ""


def note_failures_read(*, bulk: BulkAct) -> None:
    """Its owner has looked at what could not be done, and need not be told again."""
    BulkAct.objects.filter(pk=bulk.pk, state=BulkAct.State.DONE, read_at__isnull=True).update(
        read_at=timezone.now()
    )


def sweep_bulk_acts() -> int:
    """Do what should have been done long ago, and forget what is old; the number of acts done. Runs each minute."""
    now = timezone.now()
    lost = BulkAct.objects.filter(
        state__in=(BulkAct.State.WAITING, BulkAct.State.RUNNING), due_at__lt=now - _LOST_AFTER
    )
    pks = list(lost.values_list("pk", flat=True)[:10])
    for pk in pks:
        carry_out_bulk_act(pk)
    BulkAct.objects.filter(created_at__lt=now - KEPT).delete()
    return len(pks)


def forget_report(*, report: int) -> None:
    """An erased report is in no list of what was done."""
    BulkItem.objects.filter(report_id=report).delete()


def forget_words(forgetting: Forgetting) -> None:
    """In the transaction that removes passages from `report:<uid>`: what was said to it and to others at once."""
    if forgetting.everything:
        return  # the words were said to all of them; the report leaves the list, see `forget_report`
    items = BulkItem.objects.filter(report__uid=forgetting.subject.removeprefix("report:"))
    for bulk in BulkAct.objects.filter(pk__in=items.values("bulk")):
        said = {key: value for key, value in bulk.arguments.items() if key in _SAID}
        if forgetting.touches(said):
            BulkAct.objects.filter(pk=bulk.pk).update(arguments=bulk.arguments | forgetting.left_in(said))
