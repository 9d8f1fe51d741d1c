"""Codings as one person may see them: while a case is being coded, one's own and no other, whoever one is.

This is the only way in which anything outside the services reads `Coding` rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from besa.people.models import User
from besa.pledges.models import Adjudication, Assignment, Case, Coding, Round


@dataclass(frozen=True)
class Progress:
    """How far a round is, in numbers that tell nothing of what was found."""

    cases: int
    codings: int
    wanted: int
    disputed: int
    decided: int


@dataclass(frozen=True)
class CaseSeen:
    """A case with its verdict, once there is one, and what somebody has to do with it now (see `own_task`)."""

    case: Case
    verdict: Adjudication | None
    task: str


def codings_seen_by(case: Case, user: User) -> list[Coding]:
    """The codings of the newest wave that somebody may read now."""
    codings = Coding.objects.filter(case=case, wave=case.round.wave).select_related("assignment__user")
    if _still_blind(case):
        codings = codings.filter(assignment__user=user)
    return list(codings.prefetch_related("evidence"))


def verdict_seen(case: Case) -> Adjudication | None:
    """The verdict on a case, once there is one; while it is coded again, not the earlier one either."""
    if _still_blind(case):
        return None
    return case.adjudications.filter(wave=case.round.wave).order_by("-pk").first()


def own_task(case: Case, user: User) -> str:
    """What somebody has to do with a case now: "code", "adjudicate" or nothing."""
    mine = Assignment.objects.filter(case=case, user=user, wave=case.round.wave).select_related("coding")
    return _task(mine.first(), case, case.round)


def _task(assignment: Assignment | None, case: Case, round: Round) -> str:
    """Of an assignment that was read with its coding."""
    if assignment is None or round.state != Round.State.CODING:
        return ""
    if assignment.task == Assignment.Task.ADJUDICATE:
        return "adjudicate" if case.state == Case.State.DISPUTED else ""
    return "" if hasattr(assignment, "coding") else "code"


def cases_seen_by(round: Round, user: User) -> list[CaseSeen]:
    """All cases of a round as somebody may see them now, in a few queries whatever their number."""
    cases = list(round.cases.select_related("pledge"))
    # Read anew, as for one case: the cases at hand may be older than what is coded.
    coded = set(round.cases.filter(state=Case.State.CODING).values_list("pk", flat=True))
    verdicts: dict[int, Adjudication] = {}
    for verdict in Adjudication.objects.filter(case__round=round, wave=round.wave).order_by("pk"):
        verdicts[verdict.case_id] = verdict
    mine = Assignment.objects.filter(case__round=round, user=user, wave=round.wave)
    tasks = {one.case_id: one for one in mine.select_related("coding").order_by("-pk")}
    return [
        CaseSeen(
            case,
            verdict=None if case.pk in coded else verdicts.get(case.pk),
            task=_task(tasks.get(case.pk), case, round),
        )
        for case in cases
    ]


def progress_of(round: Round) -> Progress:
    """How much of a round is coded and decided."""
    states = list(round.cases.values_list("state", flat=True))
    return Progress(
        cases=len(states),
        codings=Coding.objects.filter(case__round=round, wave=round.wave).count(),
        wanted=2 * len(states),
        disputed=states.count(Case.State.DISPUTED),
        decided=states.count(Case.State.DECIDED),
    )


def _still_blind(case: Case) -> bool:
    """Read anew: the object at hand may be older than the other coder's coding."""
    return Case.objects.filter(pk=case.pk, state=Case.State.CODING).exists()
