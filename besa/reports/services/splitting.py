"""Making two reports of one that tells of two problems."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from besa.people.models import User
from besa.reports.deadlines import deadlines_for
from besa.reports.events import ReportChanged
from besa.reports.models import Category, CategoryRule, Change, Photo, Report, Reporter, Transition
from besa.reports.models.report import State, Visibility
from besa.reports.services.categorising import fitting_answers
from besa.reports.services.changing import refuse_stale, refuse_unless_official, write_columns
from besa.reports.services.publication import announce_publication
from besa.reports.services.state_change import ChangeRefused, record_act
from besa.reports.services.telling import enter, tell
from besa.reports.uids import new_uid
from besa.reports.weeks import week_of


@dataclass(frozen=True)
class Split:
    """The new report, and the change in the history of the one it was taken from."""

    part: Report
    change: Change


def split_report(
    *,
    report: Report,
    text: str,
    category: Category,
    role: str,
    photos: Sequence[Photo] = (),
    by: User | None = None,
    seen: str | None = None,
    at: datetime | None = None,
) -> Split:
    """Take a part of a report out as a report of its own, which names the one it comes from.

    `text` are words of the citizen: officials cut, they do not write. `photos` of the reporter go over, the others
    stay. The reporter is the reporter of both, each with a private link; alerts see that followers follow both. The
    part is at the same place, new, and its deadlines run from now. `seen` is the state that the official saw. Raises
    ChangeRefused for a closed report, words that are not the citizen's, or photos of somewhere else; StaleReport when
    somebody else was faster.
    """
    refuse_unless_official(report, role)
    refuse_stale(report, seen, report.state)
    _refuse(report, text, category, photos)
    now = at or timezone.now()
    part = _part_of(report, text.strip(), category, now)
    with transaction.atomic():
        write_columns(report, {"state": report.state}, {"changed_at": now, "has_changes": True})
        part.save(force_insert=True)
        _copy_reporter(report, part)
        Transition.objects.create(report=part, old="", new=State.RECEIVED, at=now, actor_role=role, actor=by)
        _move_photos(report, part, photos)
        change = _write_histories(report, part, role, by, now)
        if part.visibility == Visibility.PUBLIC:
            announce_publication(part, role=role)
    return Split(part, change)


def words_of_citizen(text: str, report: Report) -> bool:
    """True when every line of a text stands in the report's own words, whatever the spaces and line breaks."""
    whole = " ".join(report.text.split())
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return any(lines) and (all(line in whole for line in lines) or " ".join(text.split()) in whole)


def _refuse(report: Report, text: str, category: Category, photos: Sequence[Photo]) -> None:
    if not report.is_open:
        raise ChangeRefused("not_possible")
    if not text.strip():
        raise ChangeRefused("text_missing")
    if not words_of_citizen(text, report):
        raise ChangeRefused("not_the_citizens_words")
    if category.municipality_id not in (None, report.municipality_id):
        raise ChangeRefused("category_elsewhere")
    if any(photo.report_id != report.pk or photo.by_official for photo in photos):
        raise ChangeRefused("photo_elsewhere")


def _part_of(report: Report, text: str, category: Category, at: datetime) -> Report:
    rule = CategoryRule.objects.filter(municipality_id=report.municipality_id, category=category).first()
    due = deadlines_for(municipality=report.municipality, category=category, at=at)
    public = report.visibility == Visibility.PUBLIC
    return Report(
        uid=new_uid(),
        municipality=report.municipality,
        category=category,
        department_id=rule.department_id if rule else report.department_id,
        place=report.place,
        lat=report.lat,
        lon=report.lon,
        zkey=report.zkey,
        outside=report.outside,
        address=report.address,
        text=text,
        answers=fitting_answers(report, category).kept,
        language=report.language,
        visibility=report.visibility,
        created_at=at,
        week=week_of(at),
        published_at=at if public else None,
        changed_at=at,
        response_due_at=due.response_due_at,
        fix_due_at=due.fix_due_at,
        split_from=report,
        trainee_id=report.trainee_id,
        source=report.source,
    )


def _copy_reporter(report: Report, part: Report) -> None:
    reporter = Reporter.objects.filter(report=report).first()
    if reporter is None:
        return
    reporter.pk = part.pk
    reporter.link_salt = secrets.token_hex(16)
    reporter.save(force_insert=True)


def _move_photos(report: Report, part: Report, photos: Sequence[Photo]) -> None:
    """The chosen photos are the part's own now; the files stay where they are, known by their random keys."""
    for position, photo in enumerate(photos):
        moved = Photo.objects.filter(pk=photo.pk, report=report).update(
            report=part, update=None, position=position
        )
        if not moved:
            raise ChangeRefused("photo_elsewhere")


def _write_histories(report: Report, part: Report, role: str, by: User | None, at: datetime) -> Change:
    public = report.visibility == Visibility.PUBLIC
    change = Change.objects.create(
        report=report,
        kind=Change.Kind.SPLIT,
        at=at,
        actor_role=role,
        actor=by,
        municipality_id=report.municipality_id,
        after={"report": part.pk},
    )
    record_act(report=report, verb="reports.split", role=role, facts={"part": part.uid})
    enter(
        part,
        verb="reports.received",
        role=role,
        municipality="",
        public={"uid": part.uid, **({"split_from": report.uid} if public else {})},
        private={
            "category": part.category.key,
            "municipality": part.municipality.slug,
            "place": part.place.slug if part.place else "",
        },
    )
    tell(report, ReportChanged(report=report.pk, change=change.pk))
    return change
