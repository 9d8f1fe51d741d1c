"""A verdict against the rules and what is in the database: the one check that every judgement passes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from besa.pledges.models import Adjudication, Case, Coding, Criterion, Evidence, Pledge
from besa.pledges.models.documents import Document
from besa.pledges.rules import RuleBroken, Verdict, check_days, check_grades, check_words


def check_verdict(verdict: Verdict, *, pledge: Pledge, criterion: Criterion, as_of: date) -> list[Evidence]:
    """The evidence that a verdict rests on. Raises RuleBroken when the method does not allow the verdict."""
    check_words(verdict)
    if criterion.published_at is None or criterion.pledge_id != pledge.pk:
        raise RuleBroken("no_criterion")
    check_days(verdict, due=pledge.due, as_of=as_of)
    found = list(Evidence.objects.filter(pk__in=verdict.evidence).prefetch_related("documents"))
    if len(found) < len(set(verdict.evidence)) or any(one.pledge_id != pledge.pk for one in found):
        raise RuleBroken("other_pledge")
    _refuse_unusable(found)
    check_grades(verdict.status, [one.grade for one in found])
    return found


def check_case(verdict: Verdict, case: Case) -> list[Evidence]:
    """The same for a pledge in a round."""
    return check_verdict(verdict, pledge=case.pledge, criterion=case.criterion, as_of=case.round.as_of)


def verdict_of(judgement: Coding | Adjudication) -> Verdict:
    """What somebody found, as it can be checked again."""
    return Verdict(
        status=judgement.status,
        reason=judgement.reason,
        effective_on=judgement.effective_on,
        language=judgement.language,
        flags=tuple(judgement.flags),
        evidence=tuple(judgement.evidence.values_list("pk", flat=True)),
        other_reasons=judgement.other_reasons if isinstance(judgement, Adjudication) else {},
    )


def agreed_verdict(codings: Collection[Coding]) -> Verdict | None:
    """What both coders found, or None when they disagree: on the status, or on a flag.

    It is true since the later of their two days, rests on what both found, and gives both reasons, each language apart.
    """
    first, *others = codings
    if any((other.status, sorted(other.flags)) != (first.status, sorted(first.flags)) for other in others):
        return None
    reasons: dict[str, dict[str, None]] = {}
    for coding in codings:
        reasons.setdefault(coding.language, {})[coding.reason.strip()] = None
    said = {language: "\n\n".join(texts) for language, texts in reasons.items()}
    evidence: Iterable[int] = (
        pk for coding in codings for pk in coding.evidence.values_list("pk", flat=True)
    )
    return Verdict(
        status=first.status,
        reason=said.pop(first.language),
        effective_on=max(coding.effective_on for coding in codings),
        language=first.language,
        flags=tuple(sorted(first.flags)),
        evidence=tuple(dict.fromkeys(evidence)),
        other_reasons=said,
    )


def _refuse_unusable(found: Iterable[Evidence]) -> None:
    for one in found:
        if one.retracted_at:
            raise RuleBroken("retracted")
        documents = list(one.documents.all())
        if not documents or any(document.state != Document.State.READY for document in documents):
            raise RuleBroken("not_archived")
