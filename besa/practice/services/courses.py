"""Beginning to practise, practising, beginning anew."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from besa.core.forgetting import Forgetting
from besa.core.services import run_later
from besa.desk.services.practice import forget_desk_of
from besa.people.models import User
from besa.people.permissions import Standing
from besa.places.models import Municipality
from besa.practice.models import Course, Progress
from besa.practice.queries.acts import achieved
from besa.practice.queries.progress import open_exercise
from besa.practice.scenes import Scene
from besa.practice.stage import drafts_of
from besa.reports.models import Report
from besa.reports.models.report import State
from besa.reports.services.answers import change_state
from besa.reports.services.practising import delete_practice_reports, make_practice_report


def begin_practice(*, trainee: User, municipality: Municipality) -> Course:
    """Let somebody practise in a municipality; they find their practice reports as they left them, or new ones.

    Who practised in another municipality until now begins anew there.
    """
    now = timezone.now()
    course, _ = Course.objects.get_or_create(
        trainee=trainee, defaults={"municipality": municipality, "begun_at": now, "active_at": now}
    )
    if course.made_at is None or course.municipality_id != municipality.pk:
        return start_over(course=course, municipality=municipality)
    Course.objects.filter(pk=course.pk).update(active_at=now)
    return course


def start_over(*, course: Course, municipality: Municipality | None = None) -> Course:
    """Delete somebody's practice reports and make them anew, for another round. What was done before stays known.

    Pressed twice at once, it makes them once.
    """
    trainee, now = course.trainee, timezone.now()
    home = municipality or course.municipality
    department_id = _department_of(trainee, home)
    drafts = list(drafts_of(course, home, now))
    with transaction.atomic():
        begun = Course.objects.filter(pk=course.pk, round=course.round).update(
            round=F("round") + 1, municipality=home, made_at=now, active_at=now
        )
        if begun:
            delete_practice_reports(trainees=[trainee.pk])
            forget_desk_of(trainees=[trainee.pk])
            made: dict[str, Report] = {}
            for scene, draft in drafts:
                made[scene.key] = make_practice_report(
                    trainee=trainee, municipality=home, draft=draft, department_id=department_id
                )
                _play(scene, made[scene.key])
            run_later("besa.practice.services.pictures.draw_pictures", course.pk, at=now)
    return Course.objects.select_related("municipality", "trainee").get(pk=course.pk)


def note_practice(*, course: Course) -> list[str]:
    """Write down what the trainee has just done: the exercises that are done now and were not before.

    Called after every act; what was tried counts for the exercise that was to be done.
    """
    current, done = open_exercise(course), achieved(course)
    now = timezone.now()
    with transaction.atomic():
        Course.objects.filter(pk=course.pk).update(active_at=now)
        if current is not None:
            _progress(course, current, attempts=1)
        return [key for key in done if _finish(course, key, now)]


def forget_practice(before: datetime) -> int:
    """Delete the practice reports of whoever has not practised since a moment; how many reports."""
    unused = Course.objects.filter(made_at__isnull=False, active_at__lt=before)
    gone = 0
    for pk in list(unused.values_list("pk", flat=True)):
        with transaction.atomic():
            if Course.objects.filter(pk=pk, active_at__lt=before).update(made_at=None):
                forget_desk_of(trainees=[pk])
                gone += delete_practice_reports(trainees=[pk])
    return gone


def _progress(course: Course, exercise: str, *, attempts: int = 0) -> Progress:
    row, _ = Progress.objects.get_or_create(course=course, round=course.round, exercise=exercise)
    if attempts:
        Progress.objects.filter(pk=row.pk).update(attempts=F("attempts") + attempts)
    return row


def _finish(course: Course, exercise: str, at: datetime) -> bool:
    """True when the exercise is done for the first time in this round."""
    row = _progress(course, exercise)
    return bool(Progress.objects.filter(pk=row.pk, done_at__isnull=True).update(done_at=at))


def _department_of(trainee: User, municipality: Municipality) -> int | None:
    """The department of somebody who works for one alone."""
    held = [one for one in Standing(trainee, municipality.pk).memberships if one.role == "officer"]
    whole = len(held) != len(Standing(trainee, municipality.pk).memberships)
    departments = {one.department_id for one in held}
    return None if whole or None in departments else min(pk for pk in departments if pk is not None)


def _play(scene: Scene, report: Report) -> None:
    """What others did before the trainee came."""
    at = report.created_at
    for hours, state, words, role in scene.steps:
        at += timedelta(hours=hours)
        change_state(report=report, new=State(state), role=role, text=words, at=at)


def forget_account(forgetting: Forgetting) -> None:
    """Delete the practice reports, with their photos, of somebody whose account goes (`account:12`)."""
    kind, _, number = forgetting.subject.partition(":")
    if kind == "account":
        delete_practice_reports(trainees=[int(number)])
