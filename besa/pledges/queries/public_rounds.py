"""What everybody may know of published rounds: when, how far the coders agreed, what the office said. Nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import cache

from besa.pledges.models import Mandate, Reply, ReplyRequest, Round
from besa.pledges.queries.reliability import Agreement, reliability_of
from besa.pledges.reliability import Alpha, Verdict


@dataclass(frozen=True)
class RoundFacts:
    """A published round. `replies` are those on all of it; what was said of one pledge stands on its page."""

    number: int
    as_of: date
    published_at: datetime
    method_version: str
    wave: int
    coded_again_because: str
    agreement: Agreement
    asked: ReplyRequest | None
    replies: tuple[Reply, ...]
    answered: int

    @property
    def alpha(self) -> Alpha:
        """Agreement over the statuses."""
        return self.agreement.nominal

    @property
    def has_caveat(self) -> bool:
        """Whether the figure allows publication only with a word of caution."""
        return self.alpha.verdict is Verdict.CAVEAT


def round_facts(mandate: Mandate, known_at: datetime) -> RoundFacts | None:
    """The newest round that was public at a moment."""
    found = (
        Round.objects.filter(mandate=mandate, state=Round.State.PUBLISHED, published_at__lte=known_at)
        .select_related("reply_request")
        .order_by("-number")
        .first()
    )
    return _facts(found) if found else None


def published_rounds(mandate: Mandate, known_at: datetime) -> list[RoundFacts]:
    """All rounds that were public at a moment, the newest first."""
    rows = Round.objects.filter(mandate=mandate, state=Round.State.PUBLISHED, published_at__lte=known_at)
    return [_facts(row) for row in rows.select_related("reply_request").order_by("-number")]


def _facts(found: Round) -> RoundFacts:
    asked: ReplyRequest | None = getattr(found, "reply_request", None)
    said = Reply.objects.filter(request=asked) if asked else Reply.objects.none()
    return RoundFacts(
        number=found.number,
        as_of=found.as_of,
        published_at=found.published_at or found.opened_at,
        method_version=found.method_version,
        wave=found.wave,
        coded_again_because=found.coded_again_because,
        agreement=agreement_of(found),
        asked=asked,
        replies=tuple(said.filter(case=None).prefetch_related("documents")),
        answered=said.exclude(case=None).values("case").distinct().order_by().count(),
    )


def agreement_of(round: Round) -> Agreement:
    """How far the coders of a published round agreed. It never changes, so all processes share what was computed.

    The moment of publication tells it from a round of the same number in a database that stood here before.
    """
    key = f"pledges.agreement.{round.pk}.{round.wave}.{round.published_at:%Y%m%d%H%M%S%f}"
    known: Agreement | None = cache.get(key)
    if known is None:
        known = reliability_of(round)
        cache.set(key, known, timeout=None)
    return known
