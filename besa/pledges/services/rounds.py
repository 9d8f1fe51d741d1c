"""Rounds: opened with a team for each pledge, and coded again when the coders agreed too rarely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from besa.people.models import Organisation, User
from besa.places.calendar import today_in
from besa.pledges.method import VERSION
from besa.pledges.models import Assignment, Case, Criterion, Mandate, Pledge, Round
from besa.pledges.permissions import has_conflict, may_judge
from besa.pledges.services.acting import Refused, Stale, step, tell
from besa.pledges.transitions import StepRefused


@dataclass(frozen=True)
class Team:
    """Two who code without seeing each other, and one who decides where they disagree."""

    first: User
    second: User
    adjudicator: User

    @property
    def members(self) -> tuple[User, User, User]:
        """All three."""
        return self.first, self.second, self.adjudicator


@dataclass(frozen=True)
class Staffing:
    """Who judges: one team, and others for single policy areas, where a member of the first has an interest."""

    team: Team
    by_area: Mapping[str, Team] = field(default_factory=dict)

    def team_for(self, pledge: Pledge) -> Team:
        """The team of a pledge."""
        return self.by_area.get(pledge.area, self.team)


def staffing_of(team: Team, stand_in: User | None, mandate: Mandate) -> Staffing:
    """A team for all pledges, in which somebody stands in wherever a member has an interest in the policy area."""
    if stand_in is None:
        return Staffing(team)
    areas = {pledge.area for pledge in _ratable(mandate)}
    by_area = {}
    for area in areas:
        members = [stand_in if has_conflict(one, mandate, area) else one for one in team.members]
        if tuple(members) != team.members:
            by_area[area] = Team(*members)
    return Staffing(team, by_area)


def open_round(
    *,
    mandate: Mandate,
    as_of: date,
    staffing: Staffing,
    by: User,
    at: datetime | None = None,
    role: str = "editor",
) -> Round:
    """Begin to look at all frozen pledges of a mandate that can be rated, as of a day.

    Raises Refused ("no_list", "future_round", "one_team", "not_a_monitor", "member_conflict"), Stale when another
    round of the mandate is going on.
    """
    organisation = mandate.monitored_by
    pledges = _ratable(mandate)
    if organisation is None or not pledges:
        raise Refused("no_list")
    if as_of > today_in(mandate.municipality):
        raise Refused("future_round")
    _refuse_unfit(staffing, pledges, mandate, organisation)
    criteria = _criteria_of(pledges)
    now = at or timezone.now()
    try:
        with transaction.atomic():
            opened = _begun(mandate, organisation, as_of, by, now)
            cases = [
                Case.objects.create(round=opened, pledge=pledge, criterion=criteria[pledge.pk])
                for pledge in pledges
            ]
            _assign(cases, staffing, 1, now)
            tell(
                "pledges.round_opened",
                mandate,
                role,
                round=opened.number,
                as_of=as_of.isoformat(),
                pledges=len(cases),
            )
    except IntegrityError:
        raise Stale from None
    return opened


def _begun(mandate: Mandate, organisation: Organisation, as_of: date, by: User, now: datetime) -> Round:
    return Round.objects.create(
        mandate=mandate,
        organisation=organisation,
        number=mandate.rounds.count() + 1,
        as_of=as_of,
        method_version=VERSION,
        opened_at=now,
        opened_by=by,
    )


def code_again(*, round: Round, staffing: Staffing, because: str, role: str = "editor") -> None:
    """Have every pledge of a round coded anew, after the criteria were talked over. What was coded before is kept.

    Raises Refused as `open_round`, StepRefused when the round is not decided.
    """
    if not because.strip():
        raise Refused("no_change_reason")
    cases = list(round.cases.select_related("pledge"))
    _refuse_unfit(staffing, [case.pledge for case in cases], round.mandate, round.organisation)
    wave = round.wave + 1
    with transaction.atomic():
        why = because.strip()
        if not step(round, Round.State.DECIDED, Round.State.CODING, wave=wave, coded_again_because=why):
            raise StepRefused("not_decided")
        Case.objects.filter(round=round).update(state=Case.State.CODING)
        _assign(cases, staffing, wave, timezone.now())
        tell("pledges.coded_again", round.mandate, role, round=round.number, wave=wave)
    round.refresh_from_db()


def _ratable(mandate: Mandate) -> list[Pledge]:
    frozen = mandate.pledges.filter(state=Pledge.State.FROZEN).order_by("number")
    return [pledge for pledge in frozen if pledge.is_ratable]


def _criteria_of(pledges: Iterable[Pledge]) -> dict[int, Criterion]:
    """The newest published criterion of each pledge."""
    found = Criterion.objects.filter(pledge__in=list(pledges), published_at__isnull=False).order_by("version")
    return {criterion.pledge_id: criterion for criterion in found}


def _assign(cases: Iterable[Case], staffing: Staffing, wave: int, now: datetime) -> None:
    tasks = (Assignment.Task.CODE, Assignment.Task.CODE, Assignment.Task.ADJUDICATE)
    Assignment.objects.bulk_create(
        Assignment(case=case, user=user, task=task, wave=wave, assigned_at=now)
        for case in cases
        for user, task in zip(staffing.team_for(case.pledge).members, tasks, strict=True)
    )


def _refuse_unfit(
    staffing: Staffing, pledges: Iterable[Pledge], mandate: Mandate, organisation: Organisation
) -> None:
    teams: dict[Team, set[str]] = {}
    for pledge in pledges:
        teams.setdefault(staffing.team_for(pledge), set()).add(pledge.area)
    for team, areas in teams.items():
        if len({member.pk for member in team.members}) < len(team.members):
            raise Refused("one_team")
        for member in team.members:
            if not may_judge(member, organisation):
                raise Refused("not_a_monitor")
            if any(has_conflict(member, mandate, area) for area in areas):
                raise Refused("member_conflict")
