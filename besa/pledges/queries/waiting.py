"""What waits for one monitor or editor: codings, disputes, replies that came in, approvals, and rounds that are due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Q

from besa.people.models import Organisation, User
from besa.pledges.method import ROUND_MONTHS
from besa.pledges.models import Assignment, Baseline, Case, CorrectionDraft, Evidence, Mandate, Post, Round
from besa.pledges.models.documents import Document
from besa.pledges.permissions import has_conflict

_ABOUT: Final = ("mandate__person", "mandate__municipality")
_BETWEEN_ROUNDS: Final = timedelta(days=round(ROUND_MONTHS * 30.4))


@dataclass(frozen=True)
class CasesToDo:
    """The pledges of one round that wait for one person's coding or decision; `first` is the one to begin with."""

    round: Round
    task: str
    first: Case
    n: int


@dataclass(frozen=True)
class RoundDue:
    """A mandate that nobody has looked at for as long as lies between two rounds."""

    mandate: Mandate
    since: date


def cases_waiting_for(user: User) -> list[CasesToDo]:
    """By round and task, disputes first: a round cannot go on before they are decided."""
    mine = (
        Assignment.objects.filter(user=user, case__round__state=Round.State.CODING)
        .select_related("case__round__mandate__person", "case__round__mandate__municipality", "coding")
        .order_by("case__round_id", "case__pledge__number")
    )
    found: dict[tuple[str, int], list[Case]] = {}
    for one in mine:
        if one.wave == one.case.round.wave and _waits(one):
            found.setdefault((one.task, one.case.round_id), []).append(one.case)
    return [
        CasesToDo(cases[0].round, task, cases[0], len(cases)) for (task, _), cases in sorted(found.items())
    ]


def _waits(assignment: Assignment) -> bool:
    if assignment.task == Assignment.Task.ADJUDICATE:
        return assignment.case.state == Case.State.DISPUTED
    return not hasattr(assignment, "coding")


def rounds_to_revise(user: User) -> list[Round]:
    """Rounds to which the office has replied, and in which this person may decide anew."""
    decides = Assignment.objects.filter(user=user, task=Assignment.Task.ADJUDICATE)
    return list(
        Round.objects.filter(
            state=Round.State.ANSWERED, reply_request__silent=False, cases__assignments__in=decides
        )
        .select_related(*_ABOUT)
        .distinct()
    )


def rounds_for_editors(organisations: Iterable[Organisation], user: User) -> list[Round]:
    """Rounds of the organisations that an editor takes on: to send, to publish, or to approve unless they judged."""
    states = (Round.State.DECIDED, Round.State.ANSWERED, Round.State.APPROVED)
    rounds = Round.objects.filter(organisation__in=[one.pk for one in organisations], state__in=states)
    judged = Q(state=Round.State.ANSWERED, cases__assignments__user=user)
    open_to = rounds.exclude(pk__in=Round.objects.filter(judged).values("pk")).select_related(*_ABOUT)
    return [round for round in open_to.order_by("pk") if not has_conflict(user, round.mandate)]


def corrections_for(organisations: Iterable[Organisation], user: User) -> list[CorrectionDraft]:
    """Corrections that somebody else has proposed."""
    drafts = (
        CorrectionDraft.objects.filter(
            state=CorrectionDraft.State.PROPOSED,
            corrects__pledge__mandate__monitored_by__in=[one.pk for one in organisations],
        )
        .exclude(proposed_by=user)
        .select_related("corrects__pledge__mandate__person")
        .order_by("proposed_at")
    )
    pledges = [(draft, draft.corrects.pledge) for draft in drafts]
    return [draft for draft, pledge in pledges if not has_conflict(user, pledge.mandate, pledge.area)]


def evidence_not_archived(user: User) -> list[Evidence]:
    """What this person found and could not be kept: nothing can rest on it, and the source may be gone soon."""
    return list(
        Evidence.objects.filter(
            added_by=user, retracted_at__isnull=True, documents__state=Document.State.REFUSED
        )
        .select_related("pledge__mandate__person")
        .distinct()
    )


def rounds_due(organisations: Iterable[Organisation], today: date) -> list[RoundDue]:
    """Mandates in office with a frozen list whose last round, or whose list, is older than lies between two rounds."""
    mandates = (
        Mandate.objects.filter(
            monitored_by__in=[one.pk for one in organisations], post__kind=Post.Kind.MAYOR, starts__lte=today
        )
        .filter(Q(ends__isnull=True) | Q(ends__gte=today))
        .exclude(rounds__in=Round.objects.exclude(state=Round.State.PUBLISHED))
        .select_related("person", "municipality")
        .prefetch_related("rounds", "baselines")
        .order_by("municipality__slug")
    )
    found = [(mandate, _looked_at(mandate)) for mandate in mandates]
    return [RoundDue(mandate, last) for mandate, last in found if last and last + _BETWEEN_ROUNDS <= today]


def _looked_at(mandate: Mandate) -> date | None:
    """The day of which the last round tells; before the first, the day of the list."""
    days = [one.as_of for one in mandate.rounds.all()]
    lists: list[Baseline] = list(mandate.baselines.all())
    return max(days) if days else min((one.frozen_on for one in lists), default=None)
