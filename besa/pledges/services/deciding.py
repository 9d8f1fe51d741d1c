"""What monitors do with what citizens send: accept it as evidence, ask, refuse. None of it changes a rating."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from besa.people.models import User
from besa.pledges import document_files
from besa.pledges.contributions import REFUSALS, subject_of
from besa.pledges.grading import INBOX_KINDS
from besa.pledges.models import Contribution, Criterion, Document, Evidence, Question
from besa.pledges.models.contributions import OPEN
from besa.pledges.services.acting import Refused, Stale, refuse_conflicted, tell
from besa.pledges.services.contributing import mail_sender
from besa.pledges.services.documents import forget_documents
from besa.pledges.services.evidence import EvidenceDraft, add_evidence


def accept_contribution(
    *,
    contribution: Contribution,
    draft: EvidenceDraft,
    documents: Collection[str],
    by: User,
    criterion: Criterion | None = None,
    role: str = "monitor",
) -> Evidence:
    """Make evidence of it, graded by its kind; `documents` are keys of the files that go along, the others are deleted.

    Raises Refused when the evidence is not complete, and Stale when a colleague decided meanwhile.
    """
    if draft.kind not in INBOX_KINDS:
        raise Refused("unknown_kind")
    files = list(contribution.documents.all())
    chosen = [file for file in files if file.key in documents and file.state != Document.State.REFUSED]
    with transaction.atomic():
        _decide(contribution, Contribution.State.ACCEPTED, by)
        evidence = add_evidence(
            pledge=contribution.pledge,
            draft=replace(draft, by_citizen=True),
            documents=chosen,
            by=by,
            criterion=criterion,
            role=role,
        )
        Contribution.objects.filter(pk=contribution.pk).update(evidence=evidence)
        keys = forget_documents(documents=[file for file in files if file not in chosen])
        _record(contribution, "pledges.contribution_accepted", role, evidence=evidence.uid)
        mail_sender(contribution, "accepted")
    for key in keys:
        document_files.delete_all(key)
    contribution.refresh_from_db()
    return evidence


def ask_sender(*, contribution: Contribution, text: str, by: User, role: str = "monitor") -> Question:
    """Ask the sender something: by mail if there is an address, and on their page. Raises Stale, Refused."""
    if not text.strip():
        raise Refused("no_question")
    refuse_conflicted(by, contribution.pledge.mandate, contribution.pledge.area)
    with transaction.atomic():
        moved = Contribution.objects.filter(pk=contribution.pk, state=Contribution.State.WAITING).update(
            state=Contribution.State.ASKED
        )
        if not moved:
            raise Stale
        question = Question.objects.create(
            contribution=contribution, text=text.strip(), by=by, asked_at=timezone.now()
        )
        _record(contribution, "pledges.contribution_asked", role)
        mail_sender(contribution, "asked", question=question.text)
    contribution.refresh_from_db()
    return question


def refuse_contribution(*, contribution: Contribution, reason: str, by: User, role: str = "monitor") -> None:
    """Say that it is no evidence, and why, in words of a list. Raises Stale, Refused."""
    if reason not in REFUSALS:
        raise Refused("no_refusal")
    with transaction.atomic():
        _decide(contribution, Contribution.State.REFUSED, by, refusal=reason)
        contribution.refusal = reason
        _record(contribution, "pledges.contribution_refused", role, reason=reason)
        mail_sender(contribution, "refused")
    contribution.refresh_from_db()


def _decide(contribution: Contribution, state: Contribution.State, by: User, *, refusal: str = "") -> None:
    refuse_conflicted(by, contribution.pledge.mandate, contribution.pledge.area)
    done = Contribution.objects.filter(pk=contribution.pk, state__in=OPEN).update(
        state=state, decided_at=timezone.now(), decided_by=by, refusal=refusal
    )
    if not done:
        raise Stale


def _record(contribution: Contribution, verb: str, role: str, **public: str) -> None:
    """A line of the ledger. What is accepted names its pledge in the entry of the evidence."""
    tell(verb, contribution.pledge.mandate, role, subject=subject_of(contribution), about=public)
