"""A list is frozen: from then on nothing is taken off it, and the criteria are public before anybody judges by them."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from besa.core.canonical import canonical_json
from besa.core.services import publish
from besa.people.models import User
from besa.places.calendar import zone_of
from besa.pledges.events import ListFrozen
from besa.pledges.method import VERSION
from besa.pledges.models import Baseline, Criterion, Mandate, Pledge
from besa.pledges.services.acting import Refused, Stale, refuse_conflicted, tell
from besa.pledges.testability import is_answered


def freeze_list(*, mandate: Mandate, by: User, at: datetime | None = None, role: str = "editor") -> Baseline:
    """Freeze all drafts of a mandate; the first time this is its baseline, later what comes is marked as added later.

    Every draft must have passed the gate or failed it, and what passed needs a criterion. Raises Refused ("nothing",
    "unanswered", "no_criterion", "conflict") and Stale when somebody froze or changed drafts meanwhile.
    """
    refuse_conflicted(by, mandate)
    drafts = list(
        Pledge.objects.filter(mandate=mandate, state=Pledge.State.DRAFT).order_by("page", "starts_at", "pk")
    )
    _refuse_unready(drafts)
    earlier = mandate.baselines.count()
    first = _numbers_given(mandate) + 1
    now = at or timezone.now()
    try:
        with transaction.atomic():
            baseline = Baseline.objects.create(
                mandate=mandate,
                number=earlier + 1,
                frozen_on=now.astimezone(zone_of(mandate.municipality)).date(),
                frozen_at=now,
                method_version=VERSION,
                digest=_digest(drafts, first),
                by=by,
            )
            for number, draft in enumerate(drafts, first):
                _freeze(draft, number, baseline, added_later=earlier > 0)
            Criterion.objects.filter(pledge__in=drafts, published_at__isnull=True).update(published_at=now)
            _tell_of_list(baseline, drafts, first, role)
            publish(ListFrozen(baseline=baseline.pk))
    except IntegrityError:
        raise Stale from None
    return baseline


def publish_criterion(
    *,
    pledge: Pledge,
    fulfilled_when: str,
    partly_when: str,
    reason: str,
    language: str,
    by: User,
    role: str = "editor",
) -> Criterion:
    """Replace the criterion of a frozen pledge, saying why. Not while a round judges by it; old ratings keep theirs."""
    refuse_conflicted(by, pledge.mandate, pledge.area)
    _refuse_change(pledge, fulfilled_when, reason)
    now = timezone.now()
    version = pledge.criteria.count() + 1
    try:
        with transaction.atomic():
            criterion = Criterion.objects.create(
                pledge=pledge,
                version=version,
                language=language,
                fulfilled_when=fulfilled_when.strip(),
                partly_when=partly_when.strip(),
                reason=reason.strip(),
                published_at=now,
                by=by,
                created_at=now,
            )
            _tell_of_criterion(criterion, role)
    except IntegrityError:
        raise Stale from None
    return criterion


def _refuse_change(pledge: Pledge, fulfilled_when: str, reason: str) -> None:
    if not reason.strip():
        raise Refused("no_change_reason")
    if not fulfilled_when.strip():
        raise Refused("no_criterion")
    if not pledge.is_frozen or not pledge.is_ratable:
        raise Refused("not_frozen")
    if pledge.mandate.rounds.exclude(state="published").exists():
        raise Refused("round_open")


def _refuse_unready(drafts: list[Pledge]) -> None:
    if not drafts:
        raise Refused("nothing")
    if not all(is_answered(draft.testability) for draft in drafts):
        raise Refused("unanswered")
    ratable = {draft.pk for draft in drafts if draft.is_ratable}
    with_criterion = set(Criterion.objects.filter(pledge__in=ratable).values_list("pledge_id", flat=True))
    if ratable - with_criterion:
        raise Refused("no_criterion")


def _numbers_given(mandate: Mandate) -> int:
    numbers = mandate.pledges.exclude(number=None).order_by("-number").values_list("number", flat=True)
    return numbers.first() or 0


def _freeze(draft: Pledge, number: int, baseline: Baseline, *, added_later: bool) -> None:
    """Put a draft on the list as it was read; Stale when it was changed since, so that the hash stays true."""
    done = Pledge.objects.filter(pk=draft.pk, state=Pledge.State.DRAFT, changed_at=draft.changed_at).update(
        state=Pledge.State.FROZEN, number=number, baseline=baseline, added_later=added_later
    )
    if not done:
        raise Stale


def _tell_of_list(baseline: Baseline, drafts: list[Pledge], first: int, role: str) -> None:
    tell(
        "pledges.list_frozen",
        baseline.mandate,
        role,
        list=baseline.number,
        pledges=len(drafts),
        first=first,
        unratable=sum(not draft.is_ratable for draft in drafts),
        method=VERSION,
        sha256=baseline.digest,
    )


def _digest(drafts: list[Pledge], first: int) -> str:
    """SHA-256 of the whole list in canonical JSON: anybody can make it again from the published data."""
    criteria: dict[int, Criterion] = {
        criterion.pledge_id: criterion for criterion in Criterion.objects.filter(pledge__in=drafts)
    }
    return sha256(
        canonical_json(
            {
                "pledges": [
                    _line(draft, number, criteria.get(draft.pk)) for number, draft in enumerate(drafts, first)
                ]
            }
        ).encode()
    ).hexdigest()


def _line(pledge: Pledge, number: int, criterion: Criterion | None) -> dict[str, Any]:
    """What a frozen pledge commits to: its words, its due day, and what it is judged by."""
    return {
        "number": number,
        "uid": pledge.uid,
        "quote": pledge.quote,
        "language": pledge.language,
        "area": pledge.area,
        "due_on": pledge.due_on.isoformat() if pledge.due_on else None,
        "unratable": pledge.unratable_reasons,
        "fulfilled_when": criterion.fulfilled_when if criterion else "",
        "partly_when": criterion.partly_when if criterion else "",
    }


def _tell_of_criterion(criterion: Criterion, role: str) -> None:
    tell(
        "pledges.criterion_published",
        criterion.pledge.mandate,
        role,
        subject=f"pledge:{criterion.pledge.uid}",
        uid=criterion.pledge.uid,
        version=criterion.version,
        sha256=_hash_of_criterion(criterion),
    )


def _hash_of_criterion(criterion: Criterion) -> str:
    words = {"fulfilled_when": criterion.fulfilled_when, "partly_when": criterion.partly_when}
    return sha256(canonical_json(words).encode()).hexdigest()


def digest_of_list(baseline: Baseline) -> str:
    """The hash of a frozen list as it stands in the database now: equal to the ledger's, or somebody changed it."""
    pledges = list(baseline.pledges.order_by("number"))
    first: dict[int, Criterion] = {}
    for criterion in Criterion.objects.filter(pledge__in=pledges, version=1):
        first[criterion.pledge_id] = criterion
    lines = [_line(pledge, pledge.number or 0, first.get(pledge.pk)) for pledge in pledges]
    return sha256(canonical_json({"pledges": lines}).encode()).hexdigest()
