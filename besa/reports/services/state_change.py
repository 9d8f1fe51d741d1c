"""The one way a report's state changes: checked against the transition table, conditional, on the ledger.

People's verbs are in `answers.py`; nothing else calls `change_state`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from besa.ledger.models import Entry
from besa.people.models import Department, User
from besa.reports import exposure
from besa.reports.deadlines import deadlines_after, history_of
from besa.reports.deadlines.history import Step
from besa.reports.events import StateChanged
from besa.reports.models import Change, Pause, Report, Transition, Update
from besa.reports.models.report import CLOSED, State, Visibility
from besa.reports.reaction import is_meaningful
from besa.reports.services.moving_along import move_along, take_back
from besa.reports.services.photos import attach_photos
from besa.reports.services.telling import enter, tell
from besa.reports.transitions import DECLINE_REASONS, OFFICIAL, may_change
from besa.reports.wording import PLAIN, Wording


class ChangeRefused(ValueError):
    """The change of state does not exist, or not for this role, or lacks what it needs. `key` says which."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else did to a report between looking and acting; `kind` is a Change's, empty for a new state."""

    state: str
    at: datetime
    by_role: str
    by: str
    kind: str = ""


class StaleReport(Exception):
    """The report is no longer in the state it was seen in; nothing was changed. `meanwhile` says what was."""

    def __init__(self, meanwhile: Meanwhile) -> None:
        super().__init__(f"now {meanwhile.state}")
        self.meanwhile = meanwhile


@dataclass(frozen=True)
class _Change:
    """One change of state as it was asked for."""

    report: Report
    old: State
    new: State
    role: str
    by: User | None
    at: datetime
    text: str
    reason: str
    forwarded_to: str
    department: Department | None
    duplicate_of: Report | None
    photos_follow: bool
    wording: Wording

    @property
    def is_answer(self) -> bool:
        """True for a meaningful official answer; a bare acknowledgement is none, nor is a bulk or templated receipt."""
        return is_meaningful(role=self.role, text=self.text, new=self.new, is_receipt=self.wording.is_receipt)


def change_state(
    *,
    report: Report,
    new: State,
    role: str,
    by: User | None = None,
    text: str = "",
    reason: str = "",
    forwarded_to: str = "",  # an outside body; a department is the municipality's own
    department: Department | None = None,
    duplicate_of: Report | None = None,
    at: datetime | None = None,
    photos: Sequence[Any] = (),
    photos_follow: bool = False,  # they are known by their addresses only, and come later
    seen: str | None = None,
    wording: Wording = PLAIN,
) -> Transition:
    """Move a report to another state, with a public text and photos if there are any.

    `seen` is the state the person was looking at when they decided (by default the report's own). The report that
    was passed in shows the new values afterwards. Raises ChangeRefused when the transition table has no such
    change for the role, and StaleReport when somebody else was faster.
    """
    change = _Change(
        report=report,
        old=State(seen or report.state),
        new=State(new),
        role=role,
        by=by,
        at=at or timezone.now(),
        text=text.strip(),
        reason=reason,
        forwarded_to=_name_of(department, report) or forwarded_to.strip(),
        department=department,
        duplicate_of=duplicate_of,
        photos_follow=photos_follow,
        wording=wording,
    )
    if report.state != change.old:
        raise StaleReport(meanwhile(report))
    _refuse_what_is_not_allowed(change)
    values = _new_values(change)
    with transaction.atomic():
        return _write(change, values, photos)


def _write(change: _Change, values: dict[str, Any], photos: Sequence[Any]) -> Transition:
    report, left = change.report, change.report.duplicate_of
    _hold_original(change)
    update_if_unchanged(report, change.old, values)
    moved = _move_along(change, left)
    update = _add_update(change, bool(photos) or change.photos_follow)
    done = Transition.objects.create(
        report=report,
        old=change.old,
        new=change.new,
        at=change.at,
        actor_role=change.role,
        actor=change.by,
        reason=change.reason,
        forwarded_to=change.forwarded_to,
        department=change.department,
        update=update,
        bulk=change.wording.bulk,
        by_template=change.wording.by_template and update is not None,
    )
    if photos:
        attach_photos(report=report, update=update, uploads=photos, by_official=change.role in OFFICIAL)
    if report.visibility == Visibility.PUBLIC:
        exposure.change(
            report, old_state=change.old, old_category_id=report.category_id, old_zkey=report.zkey
        )
    if "paused_until" in values:
        Pause.objects.filter(report=report, ended_at__isnull=True, until__gt=change.at).update(
            ended_at=change.at, ended_by=Pause.End.CHANGE
        )
    _record_change(change, moved)
    tell(report, StateChanged(report=report.pk, transition=done.pk))
    return done


def _hold_original(change: _Change) -> None:
    """Let nobody make a duplicate of the original in the same moment: two reports would name each other."""
    original = change.duplicate_of
    if original is None:
        return
    rows = Report.objects.select_for_update().filter(pk__in=[change.report.pk, original.pk]).order_by("pk")
    if any(row.pk == original.pk and row.state == State.DUPLICATE for row in rows):
        raise ChangeRefused("original_is_duplicate")


def _move_along(change: _Change, left: Report | None) -> int | None:
    """What goes with a new duplicate to its original, or back when it is opened again: the number of me-toos."""
    if change.new == State.DUPLICATE and change.duplicate_of is not None:
        return move_along(
            duplicate=change.report,
            original=change.duplicate_of,
            role=change.role,
            by=change.by,
            at=change.at,
        )
    if change.old == State.DUPLICATE and left is not None:
        return take_back(duplicate=change.report, original=left, role=change.role, by=change.by, at=change.at)
    return None


def update_if_unchanged(report: Report, old: str, values: dict[str, Any]) -> None:
    """Write columns of a report that is still in the state `old`; StaleReport when it is not.

    Visibility counts too: a report hidden in the meantime has left the map's counts, which must not change
    again. The moment of the first answer is never overwritten.
    """
    columns = dict(values)
    if "responded_at" in columns:
        columns["responded_at"] = Coalesce(
            F("responded_at"), Value(columns["responded_at"], output_field=DateTimeField())
        )
    if not Report.objects.filter(pk=report.pk, state=old, visibility=report.visibility).update(**columns):
        raise StaleReport(meanwhile(report))
    for name, value in values.items():
        setattr(report, name, value)


def _refuse_what_is_not_allowed(change: _Change) -> None:
    report = change.report
    if report.visibility == Visibility.ERASED:
        raise ChangeRefused("erased")
    if report.visibility == Visibility.UNCONFIRMED and change.new != State.WITHDRAWN:
        raise ChangeRefused("unconfirmed")
    if not may_change(change.old, change.new, change.role):
        raise ChangeRefused("not_possible")
    if change.new == State.DECLINED and change.reason not in DECLINE_REASONS:
        raise ChangeRefused("reason_missing")
    if change.new == State.FORWARDED and not change.forwarded_to:
        raise ChangeRefused("recipient_missing")
    if change.new == State.DUPLICATE:
        _refuse_wrong_original(report, change.duplicate_of)


def _refuse_wrong_original(report: Report, original: Report | None) -> None:
    if original is None:
        raise ChangeRefused("original_missing")
    if original.pk == report.pk:
        raise ChangeRefused("original_is_itself")
    if original.municipality_id != report.municipality_id or original.visibility == Visibility.ERASED:
        raise ChangeRefused("original_elsewhere")
    if original.trainee_id != report.trainee_id:
        raise ChangeRefused("original_elsewhere")
    if original.state == State.DUPLICATE:
        raise ChangeRefused("original_is_duplicate")


def _name_of(department: Department | None, report: Report) -> str:
    """A department as the municipality itself calls it: what is stored must not depend on who forwards."""
    if department is None:
        return ""
    if department.municipality_id != report.municipality_id:
        raise ChangeRefused("recipient_missing")
    spoken = report.municipality.languages or list(department.names)
    return next((department.names[code] for code in spoken if department.names.get(code)), department.slug)


def _new_values(change: _Change) -> dict[str, Any]:
    """Columns of the report after the change."""
    report, new = change.report, change.new
    values: dict[str, Any] = {
        "state": new,
        "changed_at": change.at,
        "closed_at": change.at if new in CLOSED else None,
        "duplicate_of": change.duplicate_of if new == State.DUPLICATE else None,
    }
    if change.is_answer and report.responded_at is None:
        values["responded_at"] = change.at
    if new == State.FIXED:
        values["confirmed_fixed"] = None
    if new == State.REOPENED:
        values["confirmed_fixed"] = False if change.old == State.FIXED else None
    if new == State.FORWARDED and change.department:
        values["department"] = change.department
    return values | _new_dates(change)


def _new_dates(change: _Change) -> dict[str, Any]:
    """What the change does to the clock: nothing for most, and no query then.

    Who is outside repairs in the municipality's stead; what comes back runs anew; what is opened again goes on where
    it stopped; and every change ends a pause.
    """
    report, new = change.report, change.new
    outside = new == State.FORWARDED and change.department is None
    paused = report.paused_until is not None
    comes_back = new == State.REOPENED or (new == State.IN_PROGRESS and report.fix_due_at is None)
    if not (paused or comes_back):
        return {"fix_due_at": None} if outside else {}
    history = history_of(report).with_step(Step(change.at, new, outside))
    due = deadlines_after(history)
    dates: dict[str, Any] = {"response_due_at": due.response_due_at, "fix_due_at": due.fix_due_at}
    return dates | ({"paused_until": None} if paused else {})


def _add_update(change: _Change, has_photos: bool) -> Update | None:
    if not change.text and not has_photos:
        return None
    return write_words(
        report=change.report,
        role=change.role,
        by=change.by,
        text=change.text,
        at=change.at,
        audience=Update.Audience.PUBLIC,
        wording=change.wording,
    )


def write_words(
    *,
    report: Report,
    role: str,
    by: User | None,
    text: str,
    at: datetime,
    audience: Update.Audience,
    wording: Wording = PLAIN,
) -> Update:
    """Write an update, with all that is kept beside its words. Part of an act, in its transaction."""
    return Update.objects.create(
        report=report,
        text=text,
        audience=audience,
        author_role=role,
        author=by,
        created_at=at,
        language=wording.language,
        texts=wording.texts,
        template=wording.template,
        by_template=wording.by_template,
        bulk=wording.bulk,
    )


def _record_change(change: _Change, moved: int | None) -> None:
    facts: dict[str, Any] = {"reason": change.reason, "me_toos": moved}
    if change.department is not None:
        facts["forwarded_to"] = change.department.slug
    original = change.duplicate_of
    if original is not None and original.visibility == Visibility.PUBLIC:
        facts["duplicate_of"] = original.uid
    record_act(
        report=change.report,
        verb=f"reports.{change.new}",
        role=change.role,
        states={"old": str(change.old), "new": str(change.new)},
        facts={key: value for key, value in facts.items() if value},
        private={
            "text": change.text,
            "texts": change.wording.texts,
            "forwarded_to": change.forwarded_to,
        },
    )


def record_act(
    *,
    report: Report,
    verb: str,
    role: str,
    states: dict[str, str] | None = None,
    facts: dict[str, Any] | None = None,
    private: dict[str, Any] | None = None,
) -> Entry | None:
    """One ledger entry about a report. Of one that is not public it shows the opaque id and the verb only.

    None about a practice report, see `telling.py`.
    """
    is_public = report.visibility == Visibility.PUBLIC
    shown: dict[str, Any] = {"uid": report.uid}
    hidden = dict(private or {})
    (shown if is_public else hidden).update({**(states or {}), **(facts or {})})
    if is_public:
        shown["number"] = report.pk
    return enter(
        report,
        verb=verb,
        role=role,
        municipality=report.municipality.slug if is_public else "",
        public=shown,
        private={key: value for key, value in hidden.items() if value} or None,
    )


def meanwhile(report: Report) -> Meanwhile:
    """The last thing that happened to a report, read afresh."""
    changes = Transition.objects.filter(report_id=report.pk).select_related("actor").order_by("-at", "-pk")
    others = Change.objects.filter(report_id=report.pk).select_related("actor").order_by("-at", "-pk")
    rows = [row for row in (changes.first(), others.first()) if row is not None]
    last = max(rows, key=lambda row: row.at, default=None)
    now = Report.objects.only("state", "changed_at").get(pk=report.pk)
    return Meanwhile(
        state=now.state,
        at=last.at if last else now.changed_at,
        by_role=last.actor_role if last else "",
        by=last.actor.name if last and last.actor else "",
        kind=last.kind if isinstance(last, Change) else "",
    )
