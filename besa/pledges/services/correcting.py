"""Corrections: one person proposes, another approves; the old rating stays readable, with why it was wrong."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from besa.core.services import publish
from besa.people.models import User
from besa.places.calendar import today_in
from besa.pledges.events import RatingCorrected
from besa.pledges.models import Correction, CorrectionDraft, Evidence, Rating
from besa.pledges.queries.bitemporal import rating_now
from besa.pledges.rules import Verdict
from besa.pledges.services.acting import Refused, Stale, refuse_conflicted
from besa.pledges.services.publishing import show_rating, tell_of_rating
from besa.pledges.services.verdicts import check_verdict


def propose_correction(*, rating: Rating, kind: str, verdict: Verdict, by: User) -> CorrectionDraft:
    """Say that a published rating was wrong, and what is right. Raises RuleBroken, Refused, Stale."""
    pledge = rating.pledge
    refuse_conflicted(by, pledge.mandate, pledge.area)
    if kind not in Correction.Kind.values:
        raise Refused("no_change_reason")
    if hasattr(rating, "corrected_by"):
        raise Stale
    evidence = check_verdict(
        verdict, pledge=pledge, criterion=rating.criterion, as_of=today_in(pledge.mandate.municipality)
    )
    same = (verdict.status, sorted(verdict.flags), verdict.effective_on)
    if same == (rating.new, sorted(rating.flags), rating.effective_on):
        raise Refused("nothing_changed")
    try:
        with transaction.atomic():
            draft = CorrectionDraft.objects.create(
                corrects=rating,
                kind=kind,
                status=verdict.status,
                flags=sorted(verdict.flags),
                effective_on=verdict.effective_on,
                text=verdict.reason.strip(),
                language=verdict.language,
                proposed_by=by,
                proposed_at=timezone.now(),
            )
            draft.evidence.set(evidence)
    except IntegrityError:
        raise Stale from None
    return draft


def approve_correction(*, draft: CorrectionDraft, by: User, role: str = "editor") -> Correction:
    """Publish a correction that somebody else proposed. Raises Refused("same_person"), Stale, RuleBroken."""
    if draft.proposed_by_id == by.pk:
        raise Refused("same_person")
    corrected = draft.corrects
    pledge = corrected.pledge
    refuse_conflicted(by, pledge.mandate, pledge.area)
    verdict = Verdict(
        status=draft.status,
        reason=draft.text,
        effective_on=draft.effective_on,
        language=draft.language,
        flags=tuple(draft.flags),
        evidence=tuple(draft.evidence.values_list("pk", flat=True)),
    )
    evidence = check_verdict(
        verdict, pledge=pledge, criterion=corrected.criterion, as_of=today_in(pledge.mandate.municipality)
    )
    try:
        with transaction.atomic():
            _settle(draft, by, CorrectionDraft.State.APPROVED)
            return _correct(draft, verdict, evidence, by, role)
    except IntegrityError:
        raise Stale from None


def refuse_correction(*, draft: CorrectionDraft, by: User) -> None:
    """Leave the rating as it is. Raises Stale when the proposal was settled before."""
    with transaction.atomic():
        _settle(draft, by, CorrectionDraft.State.REFUSED)


def _settle(draft: CorrectionDraft, by: User, state: str) -> None:
    done = CorrectionDraft.objects.filter(pk=draft.pk, state=CorrectionDraft.State.PROPOSED).update(
        state=state, settled_by=by, settled_at=timezone.now()
    )
    if not done:
        raise Stale
    draft.refresh_from_db()


def _correct(
    draft: CorrectionDraft, verdict: Verdict, evidence: list[Evidence], by: User, role: str
) -> Correction:
    corrected, now = draft.corrects, timezone.now()
    rating = Rating.objects.create(
        pledge=corrected.pledge,
        old=corrected.new,
        new=verdict.status,
        flags=sorted(verdict.flags),
        reason=verdict.reason,
        language=verdict.language,
        criterion=corrected.criterion,
        approver=by,
        method_version=corrected.method_version,
        effective_on=verdict.effective_on,
        recorded_at=now,
        corrects=corrected,
    )
    rating.evidence.set(evidence)
    rating.coders.set(corrected.coders.all())
    correction = Correction.objects.create(
        rating=rating, kind=draft.kind, text=draft.text, language=draft.language, published_at=now
    )
    newest = rating_now(corrected.pledge)
    if newest is not None:
        show_rating(newest)
    tell_of_rating("pledges.corrected", rating, evidence, role, kind=draft.kind)
    publish(RatingCorrected(rating=rating.pk))
    return correction
