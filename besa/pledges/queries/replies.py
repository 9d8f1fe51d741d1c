"""What the mayor's office is shown behind its private link."""

from __future__ import annotations

from dataclasses import dataclass

from besa.pledges.models import Adjudication, Case, Document, Evidence, Reply, ReplyRequest
from besa.pledges.reply_links import opens
from besa.pledges.statuses import STATUSES, Status, StatusFacts


@dataclass(frozen=True)
class Draft:
    """The draft verdict on one pledge, and what the office has said to it."""

    case: Case
    verdict: Adjudication
    facts: StatusFacts
    evidence: list[Evidence]
    replies: list[Reply]


def request_of_link(pk: int, secret: str) -> ReplyRequest | None:
    """The request whose private link this is."""
    found = (
        ReplyRequest.objects.select_related(
            "round__mandate__person", "round__mandate__municipality", "round__organisation"
        )
        .filter(pk=pk)
        .first()
    )
    return found if found and opens(secret, found) else None


def drafts_of(request: ReplyRequest) -> list[Draft]:
    """Every pledge of the round with the verdict that holds."""
    cases = request.round.cases.select_related("pledge__mandate", "criterion").prefetch_related(
        "adjudications__evidence__documents", "replies__documents"
    )
    return [_draft(case) for case in cases]


def _draft(case: Case) -> Draft:
    verdict = max(case.adjudications.all(), key=lambda one: one.pk)
    evidence = list(verdict.evidence.all())
    return Draft(case, verdict, STATUSES[Status(verdict.status)], evidence, list(case.replies.all()))


def document_shown(request: ReplyRequest, key: str) -> Document | None:
    """A file that a draft verdict of the round rests on, or that the office itself has sent; None for any other."""
    verdicts = Adjudication.objects.filter(case__round=request.round, wave=request.round.wave)
    document = Document.objects.filter(key=key, state=Document.State.READY).first()
    if document is None:
        return None
    is_shown = (
        verdicts.filter(evidence__documents=document).exists()
        or request.replies.filter(documents=document).exists()
    )
    return document if is_shown else None


def general_replies(request: ReplyRequest) -> list[Reply]:
    """What was said on all of it."""
    return list(request.replies.filter(case=None).prefetch_related("documents"))
