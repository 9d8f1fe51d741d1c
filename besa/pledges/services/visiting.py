"""A visit on the spot: photo, place and date at once, sent by a phone that may send it twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from django.db import transaction

from besa.core.idempotency import KeyTakenError, Submission, answer_before, claim
from besa.people.models import User
from besa.pledges import document_files
from besa.pledges.models import Document, Evidence, Pledge
from besa.pledges.services.acting import refuse_conflicted
from besa.pledges.services.documents import forget_documents, keep_document
from besa.pledges.services.evidence import EvidenceDraft, add_evidence

KIND = "field_visit"


def keep_visit(
    *,
    pledge: Pledge,
    draft: EvidenceDraft,
    photos: Sequence[IO[bytes]],
    by: User,
    submission: Submission | None = None,
    role: str = "monitor",
) -> bool:
    """Make evidence of a visit; False when it was made before.

    A phone may have kept it for longer than keys are remembered, so that the same photos by the same person on the
    same pledge are the same visit too. Raises Refused, DocumentRefused, ImageRefused, KeyReusedError.
    """
    refuse_conflicted(by, pledge.mandate, pledge.area)
    if submission is not None and answer_before(submission) is not None:
        return False
    documents = _kept(photos, by)
    try:
        if _was_made(pledge, documents, by):
            _drop(documents)
            return False
        with transaction.atomic():
            if submission is not None:
                claim(submission, {"pledge": pledge.uid})
            add_evidence(pledge=pledge, draft=draft, documents=documents, by=by, role=role)
    except KeyTakenError:
        _drop(documents)
        return False
    except Exception:
        _drop(documents)
        raise
    return True


def _kept(photos: Sequence[IO[bytes]], by: User) -> list[Document]:
    """All of them, or none when one is refused."""
    kept: list[Document] = []
    try:
        for photo in photos:
            kept.append(keep_document(file=photo, by=by))
    except Exception:
        _drop(kept)
        raise
    return kept


def _was_made(pledge: Pledge, documents: Sequence[Document], by: User) -> bool:
    hashes = [document.sha256 for document in documents]
    made = Evidence.objects.filter(pledge=pledge, kind=KIND, added_by=by, documents__sha256__in=hashes)
    return made.exists()


def _drop(documents: Sequence[Document]) -> None:
    with transaction.atomic():
        keys = forget_documents(documents=documents)
    for key in keys:
        document_files.delete_all(key)
