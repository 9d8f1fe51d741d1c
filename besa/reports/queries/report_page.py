"""All that a report's public page tells, and nothing that is not public."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import BigIntegerField
from django.utils import timezone
from django.utils.functional import Promise

from besa.core import geo
from besa.reports.deadlines import is_late
from besa.reports.labels import reason_label, role_label, state_label
from besa.reports.models import Confirmation, MeToo, Photo, Report, Transition, Update
from besa.reports.models.report import State, Visibility
from besa.reports.nearby import keys_in
from besa.reports.photo_links import drawn_size, photo_url
from besa.reports.queries.changes import public_changes
from besa.reports.queries.given_answers import public_answers
from besa.reports.queries.lists import ReportLine, lines_by_id, public_photos, thumbs_of
from besa.reports.queries.public import public_original, public_whole
from besa.reports.rulebook import attach_known
from besa.reports.transitions import OFFICIAL

_SIMILAR_M, _SIMILAR, _CANDIDATES = 500.0, 4, 60


@dataclass(frozen=True)
class ShownPhoto:
    """A photo with the addresses and the size of what is shown, in pixels."""

    src: str
    large: str
    width: int
    height: int
    by_official: bool
    update_id: int | None


@dataclass(frozen=True)
class PublicStep:
    """One line of the time line."""

    at: dt.datetime
    who: Promise | str
    state: str = ""
    label: Promise | str = ""
    reason: Promise | str = ""
    forwarded_to: str = ""
    text: str = ""
    is_official: bool = False
    verdict: bool | None = None
    note: str = ""
    other: int | None = None
    photos: tuple[ShownPhoto, ...] = ()


@dataclass(frozen=True)
class ReportPage:
    """What the template shows."""

    report: Report
    label: Promise | str
    reporter_name: str
    photos: list[ShownPhoto]
    steps: list[PublicStep]
    answers: list[tuple[str, str]]
    similar: list[ReportLine]
    forwarded_to: str
    said_me_too: bool
    original: int | None
    split_from: int | None

    @property
    def is_late(self) -> bool:
        """True while an answer or a repair is overdue."""
        return is_late(self.report, timezone.now())

    @property
    def owes_answer(self) -> bool:
        """True while the municipality has not answered."""
        return self.report.is_open and self.report.responded_at is None and bool(self.report.response_due_at)

    @property
    def owes_repair(self) -> bool:
        """True while the problem stands."""
        return self.report.is_open and bool(self.report.fix_due_at)


# Every page of a report asks these: written out, they take a third of the time.
_REPORT = f"SELECT * FROM reports_report WHERE id = %s AND visibility = '{Visibility.PUBLIC.value}'"
_NAME = "SELECT name FROM reports_reporter WHERE report_id = %s AND show_name"
_CHANGES = "SELECT * FROM reports_transition WHERE report_id = %s"
_PUBLIC_WORDS = "SELECT * FROM reports_update WHERE report_id = %s AND audience = %s ORDER BY id"
_VERDICTS = "SELECT * FROM reports_confirmation WHERE report_id = %s"


def public_report(pk: int) -> Report | None:
    """A report that everybody may see, with what its page needs. One query, and one more for a department's."""
    if pk > BigIntegerField.MAX_BIGINT:  # SQLite takes no larger number
        return None
    found = next(iter(Report.objects.raw(_REPORT, [pk])), None)
    return attach_known(found) if found else None


def _shown_name(report: Report) -> str:
    """The reporter's name, for whoever let it be shown."""
    with connection.cursor() as cursor:
        cursor.execute(_NAME, [report.pk])
        found = cursor.fetchone()
    return str(found[0]) if found else ""


def is_erased(pk: int) -> bool:
    """True for a report whose content was deleted for good; its number is not given away again."""
    return Report.objects.filter(pk=pk, visibility=Visibility.ERASED).exists()


def report_page(report: Report, *, device: str) -> ReportPage:
    """The page of a public report as this device sees it, empty for one that was never here. At most ten queries."""
    near = _near(report)
    all_photos = public_photos([report.pk, *near])
    photos = [_shown(photo) for photo in all_photos if photo.report_id == report.pk]
    steps = _story(report, photos)
    forwarded = [step.forwarded_to for step in steps if step.state == State.FORWARDED]
    return ReportPage(
        report=report,
        label=state_label(report.state),
        reporter_name=_shown_name(report),
        photos=[photo for photo in photos if photo.update_id is None],
        steps=steps,
        answers=public_answers(report),
        similar=lines_by_id(near, thumbs_of(all_photos)),
        forwarded_to=forwarded[-1] if forwarded else "",
        said_me_too=bool(device) and MeToo.objects.filter(report=report, device=device).exists(),
        original=public_original(report),
        split_from=public_whole(report),
    )


def _shown(photo: Photo) -> ShownPhoto:
    src, large = photo_url(photo, "page"), photo_url(photo, "large")
    return ShownPhoto(src, large, *drawn_size(photo, "page"), photo.by_official, photo.update_id)


def _story(report: Report, photos: list[ShownPhoto]) -> list[PublicStep]:
    """Changes of state, public words and verdicts, oldest first."""
    # Sorted all together below, so the database need not; and nobody judges what was never called fixed.
    changes = sorted(Transition.objects.raw(_CHANGES, [report.pk]), key=lambda change: change.pk)
    updates = list(Update.objects.raw(_PUBLIC_WORDS, [report.pk, Update.Audience.PUBLIC]))
    was_fixed = any(change.new == State.FIXED for change in changes)
    texts = {update.pk: update.words for update in updates}
    told = {change.update_id for change in changes}
    steps = [_of_change(change, texts, photos) for change in changes]
    steps += [_of_update(update, photos) for update in updates if update.pk not in told]
    steps += [
        PublicStep(one.at, role_label(one.by_role), verdict=one.fixed)
        for one in (Confirmation.objects.raw(_VERDICTS, [report.pk]) if was_fixed else ())
    ]
    steps += [PublicStep(one.at, one.who, note=one.text, other=one.other) for one in public_changes(report)]
    return sorted(steps, key=lambda step: step.at)


def _of_change(change: Transition, texts: dict[int, str], photos: list[ShownPhoto]) -> PublicStep:
    return PublicStep(
        at=change.at,
        who=role_label(change.actor_role),
        state=change.new,
        label=state_label(change.new),
        reason=reason_label(change.reason),
        forwarded_to=change.forwarded_to,
        text=texts.get(change.update_id or 0, ""),
        is_official=change.actor_role in OFFICIAL,
        photos=_photos_of(change.update_id, photos),
    )


def _of_update(update: Update, photos: list[ShownPhoto]) -> PublicStep:
    return PublicStep(
        at=update.created_at,
        who=role_label(update.author_role),
        text=update.words,
        is_official=update.author_role in OFFICIAL,
        photos=_photos_of(update.pk, photos),
    )


def _photos_of(update_id: int | None, photos: list[ShownPhoto]) -> tuple[ShownPhoto, ...]:
    return tuple(photo for photo in photos if update_id and photo.update_id == update_id)


def _near(report: Report) -> list[int]:
    """Ids of the nearest public reports of the same category within half a kilometre, the nearest first."""
    ranges = geo.ranges_around(report.lat, report.lon, _SIMILAR_M)
    keys = keys_in(ranges, limit=_CANDIDATES, category_ids=[report.category_id])
    ranked = sorted(
        (geo.distance_m(report.lat, report.lon, *geo.point_of(key)), pk)
        for pk, key in keys
        if pk != report.pk
    )
    return [pk for metres, pk in ranked[:_SIMILAR] if metres <= _SIMILAR_M]
