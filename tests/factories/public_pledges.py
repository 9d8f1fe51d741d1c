"""Published pledges in quantity, written row by row: two hundred through the services would take minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from besa.core.folding import fold
from besa.places.models import Place
from besa.pledges.areas import AREAS
from besa.pledges.models import (
    Adjudication,
    Assignment,
    Baseline,
    Case,
    Coding,
    Criterion,
    Evidence,
    Mandate,
    Pledge,
    Rating,
    ReplyRequest,
    Round,
)
from besa.pledges.statuses import RATABLE
from tests.factories.pledges import TODAY, Desk, a_desk

#: what they promise, in turns
TITLES = (
    "Asfaltimi i rrugës Bardhë e Poshtme",
    "Çerdhe e re në lagjen Dardania",
    "Ndriçim publik në të gjitha fshatrat",
    "Ujësjellës për Vitomiricën",
    "Shtigje për biçikleta në qendër",
    "Qendër ditore për personat me aftësi të kufizuara",
    "Park i ri pranë lumit",
    "Kontejnerë nëntokësorë për mbeturina",
)
STATUSES = ("fulfilled", "in_progress", "partly", "not_started", "stalled", "not_fulfilled", "fulfilled")


def published_mandate(desk: Desk | None = None, n: int = 200, **facts: Any) -> Mandate:
    """A mandate with `n` frozen pledges and two published rounds. `evidence` pieces each (1), `places`, `statuses`,
    numbers of those that are `late`."""
    desk = desk or a_desk()
    mandate, now = desk.mandate, timezone.now()
    frozen = now - timedelta(days=500)
    baseline = Baseline.objects.create(
        mandate=mandate,
        number=1,
        frozen_on=frozen.date(),
        frozen_at=frozen,
        method_version="1.0",
        digest="ab" * 32,
    )
    Mandate.objects.filter(pk=mandate.pk).update(programme_state="published")
    pledges = Pledge.objects.bulk_create(
        _pledge(mandate, baseline, number, frozen) for number in range(1, n + 1)
    )
    criteria = Criterion.objects.bulk_create(
        Criterion(
            pledge=pledge, version=1, language="sq", fulfilled_when="Vepra është e hapur për qytetarët.",
            published_at=frozen, created_at=frozen,
        )
        for pledge in pledges
    )  # fmt: skip
    _placed(pledges, facts.get("places", ()))
    for pledge in pledges:
        pledge.flags = ["late"] if pledge.number in facts.get("late", ()) else []
    found = _evidence(pledges, criteria, facts.get("evidence", 1), frozen)
    statuses = facts.get("statuses", STATUSES)
    for number, days in ((1, 200), (2, 20)):
        when = now - timedelta(days=days)
        wanted = [
            "not_started" if number == 1 and row % 3 == 0 else statuses[row % len(statuses)]
            for row in range(n)
        ]
        _round(desk, number, when, list(zip(pledges, criteria, wanted, strict=True)), found)
    return mandate


def _pledge(mandate: Mandate, baseline: Baseline, number: int, at: datetime) -> Pledge:
    title = TITLES[number % len(TITLES)]
    return Pledge(
        uid=f"p{mandate.pk:03d}{number:06d}", mandate=mandate, state="frozen", number=number, baseline=baseline,
        quote=f"Do ta bëjmë: {title}, brenda mandatit ({number}).", language="sq",
        titles={"sq": title, "en": f"Pledge {number} of the list"},
        area=list(AREAS)[number // 3 % len(AREAS)], folded=fold(title), created_at=at, changed_at=at,
        due_on=TODAY + timedelta(days=3 * number) if number % 4 == 0 else None,
        source_url="https://example.org/programi",
    )  # fmt: skip


def _placed(pledges: Sequence[Pledge], places: Sequence[Place]) -> None:
    links = Pledge.places.through
    links.objects.bulk_create(
        links(pledge=pledge, place=places[row % len(places)])
        for row, pledge in enumerate(pledges)
        if places and row % 2
    )


def _evidence(
    pledges: Sequence[Pledge], criteria: Sequence[Criterion], each: int, at: datetime
) -> dict[int, list[Evidence]]:
    made = Evidence.objects.bulk_create(
        Evidence(
            uid=f"e{pledge.pk:06d}{piece:02d}"[-10:], pledge=pledge, criterion=criterion, kind="contract", grade="A",
            happened_on=TODAY - timedelta(days=60), summary="Kontrata është nënshkruar.", language="sq",
            source="Prokurimi publik", added_at=at,
        )
        for pledge, criterion in zip(pledges, criteria, strict=True)
        for piece in range(each)
    )  # fmt: skip
    found: dict[int, list[Evidence]] = {}
    for one in made:
        found.setdefault(one.pledge_id, []).append(one)
    return found


def _round(
    desk: Desk,
    number: int,
    when: datetime,
    wanted: list[tuple[Pledge, Criterion, str]],
    found: dict[int, list[Evidence]],
) -> None:
    round = Round.objects.create(
        mandate=desk.mandate, organisation=desk.organisation, number=number, as_of=when.date(), state="published",
        method_version="1.0", opened_at=when - timedelta(days=40), published_at=when,
    )  # fmt: skip
    cases = Case.objects.bulk_create(
        Case(round=round, pledge=pledge, criterion=criterion, state="decided")
        for pledge, criterion, _ in wanted
    )
    _coded(desk, cases, [status for _, _, status in wanted], when)
    ratings = Rating.objects.bulk_create(
        Rating(
            pledge=pledge, case=case, old=pledge.status, new=status, flags=pledge.flags, language="sq",
            criterion=criterion,
            reason="Kontrata e dëshmon, dhe punimet u panë në vend.", method_version="1.0",
            effective_on=(when - timedelta(days=10)).date(), recorded_at=when,
        )
        for case, (pledge, criterion, status) in zip(cases, wanted, strict=True)
    )  # fmt: skip
    links = Rating.evidence.through
    links.objects.bulk_create(
        links(rating=rating, evidence=one) for rating in ratings for one in found.get(rating.pledge_id, [])
    )
    for pledge, _, status in wanted:
        pledge.status, pledge.rated_on, pledge.checked_at = status, when.date(), when
    Pledge.objects.bulk_update(
        [pledge for pledge, _, _ in wanted], ["status", "flags", "rated_on", "checked_at"], batch_size=200
    )
    ReplyRequest.objects.create(
        round=round, link_salt="s", email="zyra@example.org", language="sq", brand="besa",
        sent_at=when - timedelta(days=16), due_at=when - timedelta(days=2), closed_at=when - timedelta(days=2),
        silent=number == 1,
    )  # fmt: skip


def _coded(desk: Desk, cases: Sequence[Case], statuses: Sequence[str], when: datetime) -> None:
    """Both coders find the same, but for every ninth pledge."""
    for place, user in enumerate((desk.first, desk.second)):
        assignments = Assignment.objects.bulk_create(
            Assignment(case=case, user=user, task="code", assigned_at=when) for case in cases
        )
        Coding.objects.bulk_create(
            Coding(
                case=case, assignment=assignment, wave=1, coded_at=when, language="sq", effective_on=when.date(),
                reason="BLIND-REASON", status=str(RATABLE[-1]) if place and row % 9 == 4 else status,
            )
            for row, (case, assignment, status) in enumerate(zip(cases, assignments, statuses, strict=True))
        )  # fmt: skip
    Adjudication.objects.bulk_create(
        Adjudication(
            case=case, wave=1, cause="agreed", decided_at=when, status=status, language="sq", reason="BLIND-REASON",
            effective_on=when.date(),
        )
        for case, status in zip(cases, statuses, strict=True)
    )  # fmt: skip


def another_desk(number: int) -> Desk:
    """One more mayor, in a municipality and with monitors of their own."""
    return a_desk(f"komuna-{number}", f"organizata-{number}")
