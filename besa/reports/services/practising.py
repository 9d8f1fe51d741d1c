"""Practice reports: made for one trainee, worked on with the same services as real ones, deleted without a trace.

They are rows of `Report` with a visibility of their own, which no public exit and no colleague's desk shows. What is
said about them reaches nobody, see `telling.py`.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from besa.core import geo
from besa.core.models import IdempotencyKey
from besa.core.services import run_later
from besa.people.models import User
from besa.places.lookup import is_inside
from besa.places.models import Municipality, Place
from besa.reports.deadlines import deadlines_for
from besa.reports.models import Category, Photo, Report, Reporter, Transition
from besa.reports.models.report import State, Visibility
from besa.reports.queries.practice import SOURCE, source_id
from besa.reports.rulebook import rule_for
from besa.reports.services.photos import KeptUpload, attach_photos
from besa.reports.uids import new_uid
from besa.reports.weeks import week_of


@dataclass(frozen=True)
class PracticeDraft:
    """What a practice report says; `key` names it among those of one trainee."""

    key: str
    category: Category
    place: Place | None
    lat: float
    lon: float
    text: str
    language: str
    reporter: str
    at: datetime


def make_practice_report(
    *, trainee: User, municipality: Municipality, draft: PracticeDraft, department_id: int | None
) -> Report:
    """Make one, as if a citizen had sent it at `draft.at`; in the caller's transaction.

    The deadlines are those that the municipality really gives itself. `department_id` is the trainee's own department,
    None for who works for all of the municipality, and the report then goes where a real one would.
    """
    rule = rule_for(municipality, draft.category)
    due = deadlines_for(municipality=municipality, category=draft.category, at=draft.at)
    report = Report.objects.create(
        uid=new_uid(),
        municipality=municipality,
        category=draft.category,
        department_id=department_id or rule.department_id,
        place=draft.place,
        lat=draft.lat,
        lon=draft.lon,
        zkey=geo.key_of(draft.lat, draft.lon),
        outside=not is_inside(draft.lat, draft.lon, municipality.pk),
        text=draft.text,
        language=draft.language,
        visibility=Visibility.PRACTICE,
        trainee=trainee,
        created_at=draft.at,
        week=week_of(draft.at),
        changed_at=draft.at,
        response_due_at=due.response_due_at,
        fix_due_at=due.fix_due_at,
        source=SOURCE,
        source_id=source_id(trainee, draft.key),
    )
    Reporter.objects.create(
        report=report,
        name=draft.reporter,
        language=draft.language,
        brand="besa",
        link_salt=secrets.token_hex(16),
    )
    Transition.objects.create(report=report, old="", new=State.RECEIVED, at=draft.at, actor_role="reporter")
    return report


def add_practice_photo(*, trainee: User, key: str, upload: KeptUpload) -> bool:
    """Put a picture on a practice report that has none; False when it is gone, or has one. Worker only."""
    with transaction.atomic():
        report = Report.objects.filter(
            source=SOURCE, source_id=source_id(trainee, key), visibility=Visibility.PRACTICE, photos=None
        ).first()
        if report is not None:
            attach_photos(report=report, uploads=[upload], by_official=False)
    return report is not None


def delete_practice_reports(*, trainees: Sequence[int]) -> int:
    """Delete all practice reports of these people with all that hangs on them; how many reports.

    The worker deletes the files of the photos after the commit.
    """
    with transaction.atomic():
        reports = Report.objects.filter(trainee__in=trainees, visibility=Visibility.PRACTICE)
        numbers, uids = (
            list(reports.values_list("pk", flat=True)),
            list(reports.values_list("uid", flat=True)),
        )
        IdempotencyKey.objects.filter(answer__report__in=uids).delete()
        for key in Photo.objects.filter(report__in=numbers).values_list("key", flat=True):
            run_later("besa.reports.photo_files.delete_all", key, at=timezone.now())
        # Duplicates and parts name each other: cut first, so that no row waits for another.
        Report.objects.filter(pk__in=numbers).update(duplicate_of=None, split_from=None)
        Report.objects.filter(pk__in=numbers).delete()
    return len(numbers)
