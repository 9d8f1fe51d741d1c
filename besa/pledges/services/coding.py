"""Two codings, each made alone, and the verdict that comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from besa.people.models import User
from besa.pledges.models import Adjudication, Assignment, Case, Coding, Evidence, Round
from besa.pledges.rules import Verdict
from besa.pledges.services.acting import Refused, refuse_conflicted, step, tell
from besa.pledges.services.verdicts import agreed_verdict, check_case
from besa.pledges.transitions import StepRefused

_CODERS = 2


def code_case(
    *, case: Case, verdict: Verdict, by: User, at: datetime | None = None, role: str = "monitor"
) -> Coding:
    """Say what one coder found. It cannot be changed, and nobody else sees it before the other coder has coded.

    Raises Refused ("not_assigned", "coded_already", "conflict"), RuleBroken, StepRefused when the coding is over.
    """
    assignment = _task_of(case, by, Assignment.Task.CODE)
    refuse_conflicted(by, case.round.mandate, case.pledge.area)
    found = check_case(verdict, case)
    try:
        with transaction.atomic():
            _hold(case, Case.State.CODING)
            coding = Coding.objects.create(
                case=case,
                assignment=assignment,
                wave=assignment.wave,
                coded_at=at or timezone.now(),
                **_columns(verdict),
            )
            coding.evidence.set(found)
            # What was found is only committed to: the entry proves later that it was coded alone and not changed.
            tell(
                "pledges.coded",
                case.round.mandate,
                role,
                subject=f"pledge:{case.pledge.uid}",
                private={"status": verdict.status, "flags": sorted(verdict.flags), "reason": verdict.reason},
                uid=case.pledge.uid,
                round=case.round.number,
                wave=assignment.wave,
            )
            _compare(case, assignment.wave, coding.coded_at)
    except IntegrityError:
        raise Refused("coded_already") from None
    case.refresh_from_db()
    return coding


def adjudicate_case(
    *, case: Case, verdict: Verdict, cause: str, by: User, role: str = "monitor"
) -> Adjudication:
    """Decide between two codings, saying why they differ. Raises Refused, RuleBroken, StepRefused("not_disputed")."""
    _task_of(case, by, Assignment.Task.ADJUDICATE)
    refuse_conflicted(by, case.round.mandate, case.pledge.area)
    if (
        cause in (Adjudication.Cause.AGREED, Adjudication.Cause.AFTER_REPLY)
        or cause not in Adjudication.Cause.values
    ):
        raise Refused("no_change_reason")
    found = check_case(verdict, case)
    with transaction.atomic():
        _hold(case, Case.State.DISPUTED)
        decided = _decide(case, verdict, found, cause, by, role, timezone.now())
    case.refresh_from_db()
    return decided


def revise_verdict(*, case: Case, verdict: Verdict, by: User, role: str = "monitor") -> Adjudication:
    """Decide anew in the light of the office's reply, by the adjudicator. Raises as `adjudicate_case`."""
    _task_of(case, by, Assignment.Task.ADJUDICATE)
    refuse_conflicted(by, case.round.mandate, case.pledge.area)
    found = check_case(verdict, case)
    with transaction.atomic():
        if not _round_in(case.round, Round.State.ANSWERED):
            raise StepRefused("not_answered")
        return _decide(case, verdict, found, Adjudication.Cause.AFTER_REPLY, by, role, timezone.now())


def _task_of(case: Case, by: User, task: str) -> Assignment:
    found = Assignment.objects.filter(case=case, user=by, task=task, wave=case.round.wave).first()
    if found is None:
        raise Refused("not_assigned")
    return found


def _round_in(round: Round, state: str) -> bool:
    """Whether the round is in a state, and stays so until this transaction ends."""
    return Round.objects.select_for_update().filter(pk=round.pk, state=state, wave=round.wave).exists()


def _hold(case: Case, state: str) -> None:
    """Let one coder write at a time: whoever comes second must see the first one's coding."""
    if not _round_in(case.round, Round.State.CODING):
        raise StepRefused("not_coding")
    if not Case.objects.select_for_update().filter(pk=case.pk, state=state).exists():
        if Coding.objects.filter(case=case, wave=case.round.wave).count() < _CODERS:
            raise StepRefused("not_disputed")
        raise Refused("coded_already") if state == Case.State.CODING else StepRefused("not_disputed")


def _columns(verdict: Verdict) -> dict[str, object]:
    return {
        "status": verdict.status,
        "flags": sorted(verdict.flags),
        "effective_on": verdict.effective_on,
        "reason": verdict.reason.strip(),
        "language": verdict.language,
    }


def _compare(case: Case, wave: int, now: datetime) -> None:
    """Once both have coded: agreed, and decided; or in dispute."""
    codings = list(Coding.objects.filter(case=case, wave=wave))
    if len(codings) < _CODERS:
        return
    agreed = agreed_verdict(codings)
    if agreed is None:
        Case.objects.filter(pk=case.pk, state=Case.State.CODING).update(state=Case.State.DISPUTED)
        return
    evidence = list(Evidence.objects.filter(pk__in=agreed.evidence))
    _decide(case, agreed, evidence, Adjudication.Cause.AGREED, None, "system", now)


def _decide(
    case: Case,
    verdict: Verdict,
    evidence: Sequence[Evidence],
    cause: str,
    by: User | None,
    role: str,
    now: datetime,
) -> Adjudication:
    decided = Adjudication.objects.create(
        case=case,
        wave=case.round.wave,
        cause=cause,
        by=by,
        decided_at=now,
        other_reasons=dict(verdict.other_reasons),
        **_columns(verdict),
    )
    decided.evidence.set(evidence)
    Case.objects.filter(pk=case.pk).update(state=Case.State.DECIDED)
    tell(
        "pledges.decided",
        case.round.mandate,
        role,
        subject=f"pledge:{case.pledge.uid}",
        private={
            "status": verdict.status,
            "flags": sorted(verdict.flags),
            "reason": verdict.reason,
            **({"other_reasons": dict(verdict.other_reasons)} if verdict.other_reasons else {}),
        },
        uid=case.pledge.uid,
        round=case.round.number,
        cause=cause,
    )
    undecided = Case.objects.filter(round=case.round).exclude(state=Case.State.DECIDED)
    if not undecided.exists():
        step(case.round, Round.State.CODING, Round.State.DECIDED)
    return decided
