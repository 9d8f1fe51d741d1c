"""Which exercises somebody has done, known from the rows that their acts wrote, not from clicks."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Final

from django.http import QueryDict

from besa.desk.builtin_views import VIEWS
from besa.desk.filters import filters_from
from besa.desk.models import BulkAct, SavedView
from besa.practice.exercises import EXERCISES
from besa.practice.models import Course
from besa.reports.models import Change, Pause, Report, Transition, Update
from besa.reports.models.report import State, Visibility
from besa.reports.queries.practice import key_of


class Acts:
    """What a trainee has done to the practice reports of this round, read as it is asked for."""

    def __init__(self, course: Course) -> None:
        self.course, self.trainee = course, course.trainee_id

    @cached_property
    def reports(self) -> dict[str, Report]:
        """The practice reports by their keys; parts that were split off have none."""
        rows = Report.objects.filter(trainee=self.trainee, visibility=Visibility.PRACTICE)
        rows = rows.select_related("place", "category")
        return {key_of(row): row for row in rows if key_of(row)}

    @cached_property
    def transitions(self) -> list[Transition]:
        """Changes of state."""
        rows = Transition.objects.filter(report__trainee=self.trainee, actor=self.trainee)
        return list(rows.select_related("report").prefetch_related("update__photos"))

    @cached_property
    def answers(self) -> list[Update]:
        """Words for everybody."""
        rows = Update.objects.filter(report__trainee=self.trainee, author=self.trainee)
        return list(rows.filter(audience=Update.Audience.PUBLIC).exclude(text="").select_related("report"))

    @cached_property
    def changes(self) -> list[Change]:
        """Everything else: who, where, what, how urgent."""
        rows = Change.objects.filter(report__trainee=self.trainee, actor=self.trainee)
        return list(rows.select_related("report"))

    def to(self, scene: str, new: State) -> list[Transition]:
        """Changes of one report to one state."""
        return [one for one in self.transitions if one.new == new and key_of(one.report) == scene]

    def of(self, scene: str, kind: Change.Kind) -> list[Change]:
        """Acts of one kind on one report."""
        return [one for one in self.changes if one.kind == kind and key_of(one.report) == scene]

    def spoke(self, scene: str) -> bool:
        """True when the report got a public answer in words of the trainee's own."""
        said = (one for one in self.answers if key_of(one.report) == scene)
        return any(not one.bulk and not one.by_template for one in said)


def _answered_in_time(acts: Acts) -> bool:
    report = acts.reports.get("lamp")
    if report is None or report.responded_at is None or not acts.spoke("lamp"):
        return False
    return report.response_due_at is None or report.responded_at <= report.response_due_at


def _shown(acts: Acts) -> bool:
    return any(one.update and one.update.photos.all() for one in acts.to("containers", State.FIXED))


def _declined(acts: Acts) -> bool:
    return any(one.reason == "private_property" for one in acts.to("wall", State.DECLINED))


def _corrected(acts: Acts) -> bool:
    report = acts.reports.get("pipe")
    return bool(acts.of("pipe", Change.Kind.CATEGORISED)) and bool(report and report.category.key == "water")


def _placed(acts: Acts) -> bool:
    """The report names where the branch is; a municipality without settlements has nowhere else to move it."""
    report = acts.reports.get("branch")
    if report is None or not acts.of("branch", Change.Kind.PLACED):
        return False
    return (
        report.place is None or (report.place.names.get(report.language) or report.place.name) in report.text
    )


def _merged(acts: Acts) -> bool:
    pair = {acts.reports[key].pk for key in ("rubble", "rubble_again") if key in acts.reports}
    return any(
        one.new == State.DUPLICATE and {one.report_id, one.report.duplicate_of_id} == pair
        for one in acts.transitions
    )


def _taken_up(acts: Acts) -> bool:
    again = (State.ACKNOWLEDGED, State.IN_PROGRESS, State.FIXED)
    return acts.spoke("pavement") or any(acts.to("pavement", state) for state in again)


def _asked_back(acts: Acts) -> bool:
    return Pause.objects.filter(
        report__trainee=acts.trainee, by=acts.trainee, reason=Pause.Reason.CITIZEN
    ).exists()


def _saved(acts: Acts) -> bool:
    views = SavedView.objects.filter(owner=acts.trainee, practice=True)
    queries = views.values_list("query", flat=True)
    return any(filters_from(QueryDict(query), tuple(VIEWS)).is_narrowed for query in queries)


def _together(acts: Acts) -> bool:
    asked = BulkAct.objects.filter(by=acts.trainee, practice=True, total__gt=1)
    return asked.exclude(state=BulkAct.State.UNDONE).exists()


RULES: Final[dict[str, Callable[[Acts], bool]]] = {
    "acknowledge": lambda acts: any(one.new == State.ACKNOWLEDGED for one in acts.transitions),
    "answer": _answered_in_time,
    "start": lambda acts: bool(acts.to("hole", State.IN_PROGRESS)),
    "fix": _shown,
    "decline": _declined,
    "forward": lambda acts: any(one.department_id is None for one in acts.to("sign", State.FORWARDED)),
    "category": _corrected,
    "place": _placed,
    "merge": _merged,
    "assign": lambda acts: bool(acts.of("dogs", Change.Kind.ASSIGNED)),
    "late": lambda acts: acts.spoke("sewage"),
    "calm": lambda acts: acts.spoke("rude"),
    "wait": _asked_back,
    "reopened": _taken_up,
    "view": _saved,
    "together": _together,
    "undo": lambda acts: any(one.undoes_id is not None for one in acts.changes),
}


def achieved(course: Course) -> list[str]:
    """Keys of the exercises that the rows say are done, in the order of the course. At most ten queries."""
    acts = Acts(course)
    return [exercise.key for exercise in EXERCISES if RULES[exercise.key](acts)]
