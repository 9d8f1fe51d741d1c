"""What the reporter's private page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext

from besa.core.images import REASONS
from besa.reports.models import Photo, Report, Transition, Update
from besa.reports.models.report import State, Visibility
from besa.reports.photo_links import drawn_size, photo_url
from besa.reports.queries.changes import public_changes
from besa.reports.queries.public import public_original
from besa.reports.transitions import HANDED_OVER, may_change

_SIZE = "thumb"


@dataclass(frozen=True)
class ReceiptPhoto:
    """A photo as the reporter sees it: ready to look at, still being checked, or refused with the reason."""

    state: str
    address: str
    width: int
    height: int
    reason: Promise | str


@dataclass(frozen=True)
class StoryLine:
    """One line of what happened, oldest first: a change of state, words, or both."""

    at: datetime
    state: str
    by: str
    text: str
    reason: str
    note: str = ""


@dataclass(frozen=True)
class Receipt:
    """A report for its reporter."""

    report: Report
    photos: list[ReceiptPhoto]
    story: list[StoryLine]
    can_withdraw: bool
    can_add: bool
    is_public: bool
    waits_for_mail: bool
    waits_for_moderator: bool
    original: int | None


def receipt_of(report: Report) -> Receipt:
    """All of it in three queries, one more for a duplicate; the report came with its relations."""
    visibility = Visibility(report.visibility)
    return Receipt(
        report=report,
        photos=[_shown(photo) for photo in Photo.objects.filter(report=report, by_official=False)],
        story=_story(report),
        can_withdraw=may_change(report.state, State.WITHDRAWN, "reporter"),
        can_add=report.is_open and visibility != Visibility.HIDDEN,
        is_public=visibility == Visibility.PUBLIC,
        waits_for_mail=visibility == Visibility.UNCONFIRMED,
        waits_for_moderator=visibility == Visibility.AWAITING_MODERATION,
        original=public_original(report),
    )


def _shown(photo: Photo) -> ReceiptPhoto:
    ready = photo.state == Photo.State.READY
    width, height = drawn_size(photo, _SIZE)
    return ReceiptPhoto(
        state=photo.state,
        address=photo_url(photo, _SIZE, signed=True) if ready else "",
        width=width,
        height=height,
        reason=REASONS.get(photo.refusal, ""),
    )


def _story(report: Report) -> list[StoryLine]:
    changes = list(Transition.objects.filter(report=report).select_related("update"))
    told = {change.update_id for change in changes}
    lines = [
        StoryLine(
            at=change.at,
            state=change.new,
            by=change.actor_role,
            text=_public_text(change.update),
            reason="" if change.reason == HANDED_OVER else change.reason,
        )
        for change in changes
    ]
    lines += [
        StoryLine(
            at=update.created_at,
            state="",
            by=update.author_role,
            text=update.words,
            reason="",
            note=gettext("not yet published") if update.audience == Update.Audience.WAITING else "",
        )
        for update in Update.objects.filter(report=report)
        if update.pk not in told
        and (update.audience == Update.Audience.PUBLIC or update.author_role == "reporter")
    ]
    lines += [
        StoryLine(at=one.at, state="", by=one.role, text="", reason="", note=one.text)
        for one in public_changes(report)
    ]
    return sorted(lines, key=lambda line: line.at)


def _public_text(update: Update | None) -> str:
    return update.words if update is not None and update.audience == Update.Audience.PUBLIC else ""
