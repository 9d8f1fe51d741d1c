"""What the monitors' pages show: their mandates, a mandate with its lists and rounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.utils import timezone

from besa.people.models import Membership, Organisation, Role, User
from besa.pledges.models import (
    Baseline,
    ConflictOfInterest,
    CorrectionDraft,
    Evidence,
    Mandate,
    Pledge,
    Post,
    Programme,
    Round,
)
from besa.pledges.permissions import NOWHERE, has_conflict
from besa.pledges.similarity import Likeness, likely_duplicates

_A_PAGE = 50


@dataclass(frozen=True)
class Overview:
    """A mandate on the monitors' desk, as far as its work is."""

    mandate: Mandate
    programmes: list[Programme]
    drafts: list[Pledge]
    frozen: list[Pledge]
    baselines: list[Baseline]
    rounds: list[Round]
    duplicates: list[Likeness]
    conflicts: list[ConflictOfInterest]
    corrections: list[CorrectionDraft]

    @property
    def open_round(self) -> Round | None:
        """The round that is going on."""
        return next((round for round in self.rounds if round.state != Round.State.PUBLISHED), None)


def mandates_page(organisations: Iterable[Organisation], number: str) -> Page[Any]:
    """A page of the mayors whom organisations monitor; `drafts` and `frozen` are numbers of their pledges.

    The nearest page for a number that there is not.
    """
    mandates = (
        Mandate.objects.filter(monitored_by__in=[one.pk for one in organisations], post__kind=Post.Kind.MAYOR)
        .select_related("person", "municipality", "monitored_by")
        .annotate(
            drafts=Count("pledges", filter=Q(pledges__state=Pledge.State.DRAFT)),
            frozen=Count("pledges", filter=Q(pledges__state=Pledge.State.FROZEN)),
        )
        .order_by("municipality__slug", "-starts")
    )
    return Paginator(mandates, _A_PAGE).get_page(number)


def overview_of(mandate: Mandate) -> Overview:
    """All that the monitors have of a mandate."""
    pledges = list(mandate.pledges.select_related("programme").order_by("number", "page", "starts_at", "pk"))
    drafts = [pledge for pledge in pledges if pledge.state == Pledge.State.DRAFT]
    return Overview(
        mandate=mandate,
        programmes=list(mandate.programmes.select_related("document")),
        drafts=drafts,
        frozen=[pledge for pledge in pledges if pledge.is_frozen],
        baselines=list(mandate.baselines.all()),
        rounds=list(mandate.rounds.all()),
        duplicates=likely_duplicates(drafts)[:20],
        conflicts=list(
            ConflictOfInterest.objects.filter(person=mandate.person_id, ended_at__isnull=True).select_related(
                "user"
            )
        ),
        corrections=list(
            CorrectionDraft.objects.filter(
                corrects__pledge__mandate=mandate, state="proposed"
            ).select_related("corrects__pledge")
        ),
    )


def monitors_of(organisation: Organisation, mandate: Mandate) -> list[User]:
    """Who may judge for an organisation: its monitors and editors without an interest in all of the mandate.

    Whose interest is in one policy area judges the others; see `services.rounds.staffing_of`.
    """
    now = timezone.now()
    members = (
        Membership.objects.filter(
            organisation=organisation,
            role__in=(Role.MONITOR, Role.EDITOR),
            since__lte=now,
            user__is_active=True,
        )
        .filter(Q(until__isnull=True) | Q(until__gt=now))
        .select_related("user")
    )
    users = {member.user_id: member.user for member in members}
    return sorted((user for user in users.values() if not has_conflict(user, mandate, NOWHERE)), key=str)


def usable_evidence(pledge: Pledge) -> list[Evidence]:
    """The evidence of a pledge that stands, with its documents."""
    rows = pledge.evidence.filter(retracted_at__isnull=True).prefetch_related("documents")
    return list(rows.order_by("grade", "-happened_on"))
