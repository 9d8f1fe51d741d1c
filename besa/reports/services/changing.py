"""What the acts on a report have in common: who may act, no act on what somebody else changed, one row, one entry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from besa.people.models import User
from besa.reports.events import ReportChanged
from besa.reports.models import Change, Report, Update
from besa.reports.models.report import Visibility
from besa.reports.services.state_change import (
    ChangeRefused,
    StaleReport,
    meanwhile,
    record_act,
    write_words,
)
from besa.reports.services.telling import tell
from besa.reports.transitions import OFFICIAL


def refuse_unless_official(report: Report, role: str) -> None:
    """ChangeRefused for anybody but an official, and for a report that is gone or that nobody has confirmed."""
    if role not in OFFICIAL:
        raise ChangeRefused("not_possible")
    if report.visibility == Visibility.ERASED:
        raise ChangeRefused("erased")
    if report.visibility == Visibility.UNCONFIRMED:
        raise ChangeRefused("unconfirmed")


def refuse_stale(report: Report, seen: str | None, now: object) -> None:
    """StaleReport when what the official saw (as a text) is not what is there now."""
    if seen is not None and seen != str(now):
        raise StaleReport(meanwhile(report))


def write_columns(report: Report, seen: dict[str, Any], values: dict[str, Any]) -> None:
    """Write columns of a report in which `seen` still holds; StaleReport when it does not.

    Visibility counts too: a report hidden in the meantime has left the map's counts.
    """
    held = Report.objects.filter(pk=report.pk, visibility=report.visibility, **seen)
    if not held.update(**values):
        raise StaleReport(meanwhile(report))
    for name, value in values.items():
        setattr(report, name, value)


def write_change(
    *,
    report: Report,
    kind: Change.Kind,
    role: str,
    by: User | None,
    at: datetime,
    before: dict[str, Any],
    after: dict[str, Any],
    kept: dict[str, Any] | None = None,
    note: str = "",
    facts: dict[str, Any] | None = None,
    private: dict[str, Any] | None = None,
    undoes: Change | None = None,
    municipality_id: int | None = None,
) -> Change:
    """The row of an act, its note for colleagues, its entry on the ledger and its event, in the caller's transaction.

    `facts` are for everybody once the report is public; `private` is only committed to. `municipality_id` is that of
    the official, when the report has just left it.
    """
    change = Change.objects.create(
        report=report,
        kind=kind,
        at=at,
        actor_role=role,
        actor=by,
        municipality_id=municipality_id or report.municipality_id,
        before=before,
        after=after,
        kept=kept or {},
        note=_write_note(report, role, by, at, note, kept_by=municipality_id),
        undoes=undoes,
    )
    record_act(
        report=report,
        verb=f"reports.{kind}",
        role=role,
        facts=facts,
        private={"note": note.strip(), **(private or {})},
    )
    tell(report, ReportChanged(report=report.pk, change=change.pk))
    return change


def _write_note(
    report: Report, role: str, by: User | None, at: datetime, note: str, *, kept_by: int | None
) -> Update | None:
    if not note.strip():
        return None
    words = write_words(
        report=report, role=role, by=by, text=note.strip(), at=at, audience=Update.Audience.INTERNAL
    )
    if kept_by not in (None, report.municipality_id):
        Update.objects.filter(pk=words.pk).update(kept_by=kept_by)
    return words
