"""What people say and do about a report: answer, note, fix, decline, forward, reopen, confirm.

`change_state` (in `state_change.py`) is the only way a state changes; the named verbs wrap it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from besa.core.folding import fold
from besa.people.models import Department, User
from besa.reports.events import UpdateAdded
from besa.reports.models import Report, Transition, Update
from besa.reports.models.report import State, Visibility
from besa.reports.services.notes import note_internally
from besa.reports.services.photos import attach_photos
from besa.reports.services.state_change import (
    ChangeRefused,
    Meanwhile,
    StaleReport,
    change_state,
    record_act,
    update_if_unchanged,
    write_words,
)
from besa.reports.services.telling import tell
from besa.reports.services.verdicts import confirm_fix
from besa.reports.transitions import OFFICIAL
from besa.reports.wording import PLAIN, Wording

__all__ = [
    "ChangeRefused",
    "Meanwhile",
    "StaleReport",
    "acknowledge_report",
    "answer_report",
    "change_state",
    "confirm_fix",
    "decline_report",
    "fix_report",
    "forward_report",
    "mark_duplicate",
    "note_internally",
    "reopen_report",
    "start_report",
    "withdraw_report",
]


class How(TypedDict, total=False):
    """Who changes a state, when, and with which words; see `change_state`."""

    role: str
    by: User | None
    text: str
    reason: str
    forwarded_to: str
    department: Department | None
    at: datetime | None
    photos: Sequence[Any]
    seen: str | None
    wording: Wording


def acknowledge_report(*, report: Report, **how: Unpack[How]) -> Transition:
    """The municipality has seen it. Without a word this is no answer yet."""
    return change_state(report=report, new=State.ACKNOWLEDGED, **how)


def start_report(*, report: Report, **how: Unpack[How]) -> Transition:
    """Work on it has begun."""
    return change_state(report=report, new=State.IN_PROGRESS, **how)


def fix_report(*, report: Report, **how: Unpack[How]) -> Transition:
    """The municipality says that it is fixed; the citizen's verdict is still open."""
    return change_state(report=report, new=State.FIXED, **how)


def decline_report(*, report: Report, **how: Unpack[How]) -> Transition:
    """The municipality will not do it, for a reason from DECLINE_REASONS."""
    return change_state(report=report, new=State.DECLINED, **how)


def forward_report(*, report: Report, **how: Unpack[How]) -> Transition:
    """Somebody else must act: `department` of the municipality, or `forwarded_to` outside it."""
    return change_state(report=report, new=State.FORWARDED, **how)


def mark_duplicate(*, report: Report, duplicate_of: Report, **how: Unpack[How]) -> Transition:
    """It is told twice; `duplicate_of` is the report that goes on."""
    return change_state(report=report, new=State.DUPLICATE, duplicate_of=duplicate_of, **how)


def withdraw_report(*, report: Report, **how: Unpack[How]) -> Transition:
    """The reporter takes it back."""
    how.setdefault("role", "reporter")
    return change_state(report=report, new=State.WITHDRAWN, **how)


def reopen_report(*, report: Report, **how: Unpack[How]) -> Transition:
    """It is not over after all."""
    return change_state(report=report, new=State.REOPENED, **how)


def answer_report(
    *,
    report: Report,
    role: str,
    text: str,
    by: User | None = None,
    at: datetime | None = None,
    photos: Sequence[Any] = (),
    wording: Wording = PLAIN,
) -> Update:
    """Say something publicly without changing the state. It is the first answer when there was none yet.

    A bulk or templated receipt is none; see `Wording`.

    Raises ChangeRefused for an empty text, an erased report, or somebody who is no official.
    """
    text, at = text.strip(), at or timezone.now()
    _refuse_empty_words(report, role, text)
    if report.visibility == Visibility.UNCONFIRMED:
        raise ChangeRefused("unconfirmed")
    values: dict[str, Any] = {"changed_at": at}
    if report.responded_at is None and not wording.is_receipt:
        values["responded_at"] = at
    with transaction.atomic():
        update_if_unchanged(report, report.state, values)
        update = write_words(
            report=report,
            role=role,
            by=by,
            text=text,
            at=at,
            audience=Update.Audience.PUBLIC,
            wording=wording,
        )
        if photos:
            attach_photos(report=report, update=update, uploads=photos, by_official=True)
        private = {"text": text, "texts": wording.texts}
        record_act(report=report, verb="reports.answered", role=role, private=private)
        tell(report, UpdateAdded(report=report.pk, update=update.pk))
    return update


def _refuse_empty_words(report: Report, role: str, text: str) -> None:
    if role not in OFFICIAL:
        raise ChangeRefused("not_possible")
    if report.visibility == Visibility.ERASED:
        raise ChangeRefused("erased")
    if not fold(text):
        raise ChangeRefused("text_missing")
