"""The figures counted again from nothing, slowly and plainly, from the definitions on the method page alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from besa.insights.measures import Durations
from besa.insights.scopes import Asked
from besa.reports.models import Confirmation, Report, Transition
from besa.reports.services.verdicts import NEIGHBOURS_NEEDED

OVER = {"fixed", "declined", "duplicate", "withdrawn"}


@dataclass
class Case:
    """One public report as it stood at a moment. Times are whole seconds."""

    report: Report
    published: int
    state: str
    fixed_at: int | None
    confirmed: bool
    reopened: bool
    answered_at: int | None


def _whole(moment: datetime | None) -> int | None:
    return int(moment.timestamp()) if moment else None


def case_of(report: Report, as_of: datetime) -> Case | None:
    """The report as everybody could see it then; None when it could not be seen."""
    published = report.published_at or report.created_at
    if published >= as_of or report.visibility != "public":
        return None
    steps = [step for step in Transition.objects.filter(report=report).exclude(old="") if step.at < as_of]
    state = steps[-1].new if steps else "received"
    answered = report.responded_at if report.responded_at and report.responded_at < as_of else None
    return Case(
        report=report,
        published=_whole(published) or 0,
        state=state,
        fixed_at=_whole(steps[-1].at) if state == "fixed" else None,
        confirmed=state == "fixed" and confirmed(report, steps[-1], as_of),
        reopened=any(step.new == "reopened" for step in steps),
        answered_at=_whole(answered),
    )


def confirmed(report: Report, fixing: Transition, as_of: datetime) -> bool:
    """Whether citizens had said by then that a repair is one."""
    moment = decided_at(list(Confirmation.objects.filter(fixing=fixing).order_by("at", "pk")))
    if not Transition.objects.filter(report=report, at__gt=fixing.at).exists():
        # The report itself remembers what was decided, also of an import, or of a verdict that was replaced since.
        return bool(report.confirmed_fixed) and (moment or fixing.at) < as_of
    return moment is not None and moment < as_of


def decided_at(verdicts: list[Confirmation]) -> datetime | None:
    """When the reporter, or enough neighbours before that, had said that it is fixed."""
    for number, verdict in enumerate(verdicts):
        if verdict.by_role == "reporter":
            return verdict.at if verdict.fixed else None
        agreeing = [one for one in verdicts[: number + 1] if one.fixed]
        if len(agreeing) == NEIGHBOURS_NEEDED:
            return verdict.at
    return None


@dataclass
class Recount:
    """What `Count` counts, for one question."""

    asked: Asked

    def __post_init__(self) -> None:
        self.as_of = self.asked.as_of.moment
        reports = Report.objects.filter(municipality=self.asked.municipality).order_by("pk")
        for name in ("category", "place", "department"):
            if one := getattr(self.asked, name):
                reports = reports.filter(**{name: one})
        self.standing = [case for report in reports if (case := case_of(report, self.as_of))]
        self.cases = [case for case in self.standing if self._in_period(case)]

    def _in_period(self, case: Case) -> bool:
        day = (case.report.published_at or case.report.created_at).astimezone(self.asked.zone).date()
        period = self.asked.period
        return (period.since is None or period.since <= day) and day <= period.until

    def counted(self, cases: list[Case]) -> dict[str, int]:
        """How many of some reports have each trait."""
        now = self.as_of.timestamp()
        found = {"reports": len(cases)}
        for case in cases:
            for name, has in self._traits(case, now).items():
                found[name] = found.get(name, 0) + has
        return found

    def _traits(self, case: Case, now: float) -> dict[str, bool]:
        due, fix_due = _whole(case.report.response_due_at), _whole(case.report.fix_due_at)
        open_ = case.state not in OVER
        return {
            "answerable": self.answerable(case),
            "answered": case.answered_at is not None,
            "due": self.answerable(case) and due is not None and due < now,
            "in_time": due is not None
            and due < now
            and case.answered_at is not None
            and case.answered_at <= due,
            "repairable": self.repairable(case),
            "fixed": case.fixed_at is not None,
            "fix_due": self.repairable(case) and fix_due is not None and fix_due < now,
            "fixed_in_time": case.fixed_at is not None
            and fix_due is not None
            and case.fixed_at <= fix_due < now,
            "confirmed": case.confirmed,
            "reopened": case.reopened,
            "open": open_,
            "late_answer": open_ and case.answered_at is None and due is not None and due < now,
            "late_fix": open_ and fix_due is not None and fix_due < now,
        }

    def answerable(self, case: Case) -> bool:
        """Whether somebody had to answer."""
        return case.answered_at is not None or case.state not in ("withdrawn", "duplicate")

    def repairable(self, case: Case) -> bool:
        """Whether the municipality had to repair."""
        outside = case.state == "forwarded" and case.report.fix_due_at is None
        return case.state not in ("declined", "withdrawn", "duplicate") and not outside

    def response(self) -> tuple[int, int, int | None, int | None]:
        """n, done, median and p90 of the times to an answer."""
        return summary([_time(case, case.answered_at) for case in self.cases if self.answerable(case)])

    def fix(self) -> tuple[int, int, int | None, int | None]:
        """n, done, median and p90 of the times to the repair."""
        return summary([_time(case, case.fixed_at) for case in self.cases if self.repairable(case)])


def _time(case: Case, moment: int | None) -> float:
    return float("inf") if moment is None else max(0, moment - case.published)


def summary(times: list[float]) -> tuple[int, int, int | None, int | None]:
    """How many, how many done, and the smallest time within which half and nine tenths are done."""

    def within(tenths: int) -> int | None:
        for time in sorted(times):
            if time != float("inf") and 10 * sum(other <= time for other in times) >= tenths * len(times):
                return int(time)
        return None

    return len(times), sum(time != float("inf") for time in times), within(5), within(9)


def as_summary(found: Durations) -> tuple[int, int, int | None, int | None]:
    """The same of what `Count` found."""
    return found.n, found.done, found.median, found.p90
