"""How far people have come. The learning app reads `progress_of` and `progress_in`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from besa.people.models import Membership, User
from besa.people.permissions import OFFICIALS
from besa.places.models import Municipality
from besa.practice.exercises import EXERCISES
from besa.practice.models import Course, Progress


@dataclass(frozen=True)
class ExerciseState:
    """One exercise of one person: tried and done in the present round, and when it was done for the first time ever."""

    key: str
    attempts: int = 0
    done_at: datetime | None = None
    first_done_at: datetime | None = None


@dataclass(frozen=True)
class TraineeProgress:
    """One person's course. `round` is 0 and the moments are None for somebody who has not begun."""

    user_id: int
    name: str
    exercises: tuple[ExerciseState, ...]
    municipality_id: int | None = None
    round: int = 0
    begun_at: datetime | None = None
    active_at: datetime | None = None

    @property
    def done(self) -> int:
        """How many exercises are done in this round."""
        return sum(one.done_at is not None for one in self.exercises)

    @property
    def ever_done(self) -> int:
        """How many were done at one time or another."""
        return sum(one.first_done_at is not None for one in self.exercises)

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.exercises)

    @property
    def current(self) -> str:
        """The first exercise that is not done in this round; empty when all are."""
        return next((one.key for one in self.exercises if one.done_at is None), "")


def progress_of(user: User) -> TraineeProgress:
    """How far somebody has come. Two queries."""
    course = Course.objects.filter(trainee=user).first()
    rows = Progress.objects.filter(course=course).order_by("round") if course else ()
    return _progress(user, course, rows)


def progress_in(municipality: Municipality) -> list[TraineeProgress]:
    """How far the officials of a municipality have come in practising there, by name. Three queries."""
    people = _officials_of(municipality)
    courses = {
        course.pk: course
        for course in Course.objects.filter(municipality=municipality, trainee__in=[one.pk for one in people])
    }
    rows: dict[int, list[Progress]] = defaultdict(list)
    for row in Progress.objects.filter(course__in=list(courses)).order_by("round"):
        rows[row.course_id].append(row)
    return [_progress(person, courses.get(person.pk), rows[person.pk]) for person in people]


def open_exercise(course: Course) -> str | None:
    """Key of the first exercise that is not done in this round."""
    done = Progress.objects.filter(course=course, round=course.round, done_at__isnull=False)
    keys = set(done.values_list("exercise", flat=True))
    return next((exercise.key for exercise in EXERCISES if exercise.key not in keys), None)


def _officials_of(municipality: Municipality) -> Sequence[User]:
    now = timezone.now()
    held = Membership.objects.filter(municipality=municipality, role__in=OFFICIALS, since__lte=now)
    held = held.filter(Q(until__isnull=True) | Q(until__gt=now), user__is_active=True)
    people = {one.user_id: one.user for one in held.select_related("user")}
    return sorted(people.values(), key=lambda one: str(one).casefold())


def _progress(user: User, course: Course | None, rows: Iterable[Progress]) -> TraineeProgress:
    known: dict[str, list[Progress]] = defaultdict(list)
    for row in rows:
        known[row.exercise].append(row)
    round_ = course.round if course else 0
    return TraineeProgress(
        user_id=user.pk,
        name=str(user),
        exercises=tuple(_state(one.key, known[one.key], round_) for one in EXERCISES),
        municipality_id=course.municipality_id if course else None,
        round=round_,
        begun_at=course.begun_at if course else None,
        active_at=course.active_at if course else None,
    )


def _state(key: str, rows: list[Progress], round_: int) -> ExerciseState:
    now = next((row for row in rows if row.round == round_), None)
    return ExerciseState(
        key=key,
        attempts=now.attempts if now else 0,
        done_at=now.done_at if now else None,
        first_done_at=min((row.done_at for row in rows if row.done_at), default=None),
    )
