"""The clock of a report stands still, publicly and for a reason, and goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from besa.core.folding import fold
from besa.people.models import User
from besa.reports.deadlines import deadlines_after, history_of
from besa.reports.events import PauseEndsSoon, UpdateAdded
from besa.reports.models import Pause, PauseLimit, Report, Update
from besa.reports.models.report import Visibility
from besa.reports.services.state_change import (
    ChangeRefused,
    StaleReport,
    meanwhile,
    record_act,
    update_if_unchanged,
    write_words,
)
from besa.reports.services.telling import tell
from besa.reports.transitions import OFFICIAL
from besa.reports.wording import PLAIN, Wording

#: whoever paused is reminded so long before the pause ends by itself
REMIND_BEFORE = timedelta(days=1)
_AT_ONCE = 200


@dataclass(frozen=True)
class Why:
    """The reason of a pause, for whom one waits, and what the municipality says about it publicly."""

    reason: Pause.Reason
    body: str = ""
    text: str = ""
    wording: Wording = PLAIN


def limit_of(municipality_id: int, reason: Pause.Reason) -> int:
    """How many days a pause for this reason may last at most."""
    own = PauseLimit.objects.filter(municipality_id=municipality_id, reason=reason)
    return own.values_list("days", flat=True).first() or PauseLimit.DEFAULTS[reason]


def pause_clock(
    *,
    report: Report,
    why: Why,
    until: datetime,
    role: str,
    by: User | None = None,
    at: datetime | None = None,
) -> Pause:
    """Let the clock stand still until a moment at most. Both deadlines move by the time of theirs that this takes.

    The words are a public answer like any other; a question to the citizen cannot do without. Raises ChangeRefused
    (its key says why), and StaleReport when somebody else was faster.
    """
    at = at or timezone.now()
    _refuse_what_is_not_allowed(report, why, until, role, at)
    text = why.text.strip()
    pause = Pause(
        report=report, reason=why.reason, body=why.body.strip(), started_at=at, until=until, role=role, by=by
    )
    due = deadlines_after(history_of(report).with_pause(pause))
    values: dict[str, Any] = {
        "paused_until": until,
        "response_due_at": due.response_due_at,
        "fix_due_at": due.fix_due_at,
        "changed_at": at,
    }
    if fold(text) and not why.wording.is_receipt and report.responded_at is None:
        values |= {"responded_at": at, "response_due_at": report.response_due_at}
    try:
        with transaction.atomic():
            _end_what_ran_out(report, at)
            update_if_unchanged(report, report.state, values)
            pause.update = _say(report, role, by, text, at, why.wording) if fold(text) else None
            pause.save(force_insert=True)
            _record(report, "reports.clock_paused", role, pause)
    except IntegrityError:
        raise StaleReport(meanwhile(report)) from None
    return pause


def resume_clock(
    *, report: Report, role: str, end: Pause.End = Pause.End.OFFICIAL, at: datetime | None = None
) -> Pause | None:
    """Let the clock go on; None when it does not stand still. The deadlines move back to what the pause really took."""
    at = at or timezone.now()
    pause = Pause.objects.filter(report=report, ended_at__isnull=True, until__gt=at).first()
    if pause is None:
        return None
    due = deadlines_after(history_of(report).ending_pause(at))
    values = {
        "paused_until": None,
        "response_due_at": due.response_due_at,
        "fix_due_at": due.fix_due_at,
        "changed_at": max(at, report.changed_at),
    }
    with transaction.atomic():
        if not Pause.objects.filter(pk=pause.pk, ended_at__isnull=True).update(ended_at=at, ended_by=end):
            return None
        update_if_unchanged(report, report.state, values)
        _record(report, "reports.clock_resumed", role, pause)
    pause.ended_at, pause.ended_by = at, end
    return pause


def go_on_after_answer(*, report_id: int, update_id: int) -> Pause | None:
    """The citizen answered: nobody waits for them any more, from that moment on. For the worker; may run twice."""
    said = Update.objects.filter(pk=update_id, report_id=report_id, author_role="reporter").first()
    waiting = Pause.objects.filter(
        report_id=report_id, reason=Pause.Reason.CITIZEN, ended_at__isnull=True
    ).first()
    if said is None or waiting is None or said.created_at < waiting.started_at:
        return None
    report = Report.objects.select_related("municipality", "category").get(pk=report_id)
    return resume_clock(report=report, role="reporter", end=Pause.End.CITIZEN, at=said.created_at)


def end_pauses(now: datetime | None = None) -> int:
    """Write down which pauses ran out; their deadlines already said so. Worker only. The number of them."""
    now = now or timezone.now()
    over = Pause.objects.filter(ended_at__isnull=True, until__lte=now).select_related("report__municipality")
    ended = 0
    for pause in over[:_AT_ONCE]:
        with transaction.atomic():
            ended += _end(pause)
    return ended


def remind_of_pauses(now: datetime | None = None) -> int:
    """Have whoever paused told, once, that the clock goes on soon. Worker only. The number of pauses."""
    now = now or timezone.now()
    soon = Pause.objects.filter(
        ended_at__isnull=True, reminded_at__isnull=True, until__gt=now, until__lte=now + REMIND_BEFORE
    )
    told = 0
    for pause in list(soon.select_related("report")[:_AT_ONCE]):
        with transaction.atomic():
            if Pause.objects.filter(pk=pause.pk, reminded_at__isnull=True, ended_at__isnull=True).update(
                reminded_at=now
            ):
                tell(pause.report, PauseEndsSoon(pause=pause.pk))
                told += 1
    return told


def _refuse_what_is_not_allowed(report: Report, why: Why, until: datetime, role: str, at: datetime) -> None:
    if role not in OFFICIAL:
        raise ChangeRefused("not_possible")
    if report.visibility != Visibility.PUBLIC and not report.is_practice:
        raise ChangeRefused("not_public")
    if not report.is_open:
        raise ChangeRefused("not_open")
    if report.paused_until is not None and report.paused_until > at:
        raise ChangeRefused("paused_already")
    if why.reason == Pause.Reason.CITIZEN and not fold(why.text):
        raise ChangeRefused("question_missing")
    if why.reason == Pause.Reason.OTHER_BODY and not fold(why.body):
        raise ChangeRefused("body_missing")
    longest = at + timedelta(days=limit_of(report.municipality_id, why.reason) + 1)
    if not at < until < longest:
        raise ChangeRefused("too_long")


def _end_what_ran_out(report: Report, at: datetime) -> None:
    for pause in Pause.objects.filter(report=report, ended_at__isnull=True, until__lte=at):
        _end(pause)


def _end(pause: Pause) -> int:
    """The pause ended when it was to end; 0 when that was written down before."""
    changed = Pause.objects.filter(pk=pause.pk, ended_at__isnull=True).update(
        ended_at=pause.until, ended_by=Pause.End.TIME
    )
    if changed:
        Report.objects.filter(pk=pause.report_id, paused_until=pause.until).update(paused_until=None)
        _record(pause.report, "reports.clock_resumed", "system", pause)
    return changed


def _say(report: Report, role: str, by: User | None, text: str, at: datetime, wording: Wording) -> Update:
    update = write_words(
        report=report,
        role=role,
        by=by,
        text=text,
        at=at,
        audience=Update.Audience.PUBLIC,
        wording=wording,
    )
    tell(report, UpdateAdded(report=report.pk, update=update.pk))
    return update


def _record(report: Report, verb: str, role: str, pause: Pause) -> None:
    record_act(
        report=report,
        verb=verb,
        role=role,
        facts={"reason": str(pause.reason)},
        private={"body": pause.body} if verb == "reports.clock_paused" else None,
    )
