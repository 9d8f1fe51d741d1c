"""The exercises as somebody's pages show them: with the report that each is about."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from besa.places.terms import in_words_of
from besa.practice.exercises import BY_KEY, EXERCISES, Exercise
from besa.practice.models import Course
from besa.practice.queries.progress import ExerciseState, progress_of
from besa.reports.models import Report
from besa.reports.queries.desks import reports_on_desks
from besa.reports.queries.practice import key_of


@dataclass(frozen=True)
class Step:
    """One exercise in the reader's language and the municipality's own words; `report` is what it is about."""

    number: int
    total: int
    exercise: Exercise
    state: ExerciseState
    country: str
    report: Report | None = None

    def _said(self, field: str) -> str:
        return in_words_of(self.country, getattr(self.exercise, field))

    @property
    def title(self) -> str:
        """Its name."""
        return self._said("title")

    @property
    def goal(self) -> str:
        """What to do."""
        return self._said("goal")

    @property
    def why(self) -> str:
        """Why it matters."""
        return self._said("why")

    @property
    def how(self) -> str:
        """Where to click."""
        return self._said("how")

    @property
    def points(self) -> str:
        """What the page may point at, as JSON: the report's line in the list too."""
        line = [f'#desk-items li:has(a.cover[href*="/reports/{self.report.pk}/"])'] if self.report else []
        return json.dumps([*line, *self.exercise.points])


def steps_of(course: Course) -> list[Step]:
    """The whole course. Three queries."""
    reports = {key_of(report): report for report in _reports(course)}
    return [_step(course, number, state, reports) for number, state in _numbered(course)]


def step_of(course: Course) -> Step | None:
    """What to do next; None when all is done. Four queries."""
    number, state = next((pair for pair in _numbered(course) if pair[1].done_at is None), (0, None))
    if state is None:
        return None
    reports = {key_of(report): report for report in _reports(course)}
    return _step(course, number, state, reports)


def banner_of(course: Course, done: Iterable[str]) -> dict[str, Any]:
    """What the banner shows: what to do next, and kind words for what was just done."""
    country = course.municipality.country
    praise = [in_words_of(country, BY_KEY[key].praise) for key in done if key in BY_KEY]
    return {"step": step_of(course), "praise": praise}


def _numbered(course: Course) -> list[tuple[int, ExerciseState]]:
    return list(enumerate(progress_of(course.trainee).exercises, start=1))


def _reports(course: Course) -> QuerySet[Report]:
    return reports_on_desks(course.trainee).only("pk", "source_id")


def _step(course: Course, number: int, state: ExerciseState, reports: dict[str, Report]) -> Step:
    exercise = EXERCISES[number - 1]
    return Step(
        number, len(EXERCISES), exercise, state, course.municipality.country, reports.get(exercise.scene)
    )
