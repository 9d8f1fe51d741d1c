"""Evidence: its kind decides its grade and what has to come with it. It can be retracted, and never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from besa.people.models import User
from besa.places.calendar import today_in
from besa.pledges.grading import KINDS, Kind
from besa.pledges.models import Criterion, Document, Evidence, Pledge
from besa.pledges.services.acting import Refused, Stale, refuse_conflicted, tell
from besa.pledges.uids import new_uid


@dataclass(frozen=True)
class EvidenceDraft:
    """What somebody found. The point is in degrees, both or neither."""

    kind: str
    happened_on: date
    summary: str
    language: str
    quote: str = ""
    source: str = ""
    place_name: str = ""
    lat: float | None = None
    lon: float | None = None
    by_citizen: bool = False


def add_evidence(
    *,
    pledge: Pledge,
    draft: EvidenceDraft,
    documents: Sequence[Document],
    by: User,
    criterion: Criterion | None = None,
    at: datetime | None = None,
    role: str = "monitor",
) -> Evidence:
    """Add a piece of evidence to a frozen pledge; it speaks to the newest published criterion unless another is named.

    Raises Refused when what its kind needs is missing. It carries a rating once its documents are archived.
    """
    refuse_conflicted(by, pledge.mandate, pledge.area)
    kind = KINDS.get(draft.kind)
    if kind is None:
        raise Refused("unknown_kind")
    spoken_to = criterion or pledge.criteria.filter(published_at__isnull=False).order_by("-version").first()
    if spoken_to is None or spoken_to.pledge_id != pledge.pk or not pledge.is_frozen:
        raise Refused("not_frozen")
    _refuse_incomplete(kind, draft, documents, today_in(pledge.mandate.municipality))
    with transaction.atomic():
        evidence = Evidence.objects.create(
            uid=new_uid(),
            pledge=pledge,
            criterion=spoken_to,
            kind=kind.key,
            grade=kind.grade,
            **_columns(draft),
            added_by=by,
            added_at=at or timezone.now(),
        )
        evidence.documents.set(documents)
        _tell_of(evidence, documents, role)
    return evidence


def retract_evidence(*, evidence: Evidence, because: str, role: str = "monitor") -> None:
    """Say that a piece of evidence is not what it seemed. Ratings that rest on it stay, and show it. Raises Stale."""
    if not because.strip():
        raise Refused("no_change_reason")
    pledge = evidence.pledge
    with transaction.atomic():
        done = Evidence.objects.filter(pk=evidence.pk, retracted_at__isnull=True).update(
            retracted_at=timezone.now(), retracted_because=because.strip()
        )
        if not done:
            raise Stale
        tell(
            "pledges.evidence_retracted",
            pledge.mandate,
            role,
            subject=f"pledge:{pledge.uid}",
            uid=pledge.uid,
            evidence=evidence.uid,
        )
    evidence.refresh_from_db()


def _refuse_incomplete(kind: Kind, draft: EvidenceDraft, documents: Sequence[Document], today: date) -> None:
    if not draft.summary.strip():
        raise Refused("no_summary")
    if draft.happened_on > today:
        raise Refused("evidence_in_future")
    if len(documents) < kind.documents:
        raise Refused("two_media" if kind.independent else "no_document")
    if any(document.state == Document.State.REFUSED for document in documents):
        raise Refused("document_refused")
    if kind.independent and len({_site_of(document) for document in documents}) < len(documents):
        raise Refused("two_media")
    if kind.photo and not any(document.kind == Document.Kind.PHOTO for document in documents):
        raise Refused("no_photo")
    if kind.place and not draft.place_name.strip() and (draft.lat is None or draft.lon is None):
        raise Refused("no_place")


def _site_of(document: Document) -> str:
    """The site a page was taken from, `www.` aside; a file of its own is a site of its own."""
    host = (urlsplit(document.url).hostname or "").removeprefix("www.")
    return host or document.key


def _columns(draft: EvidenceDraft) -> dict[str, Any]:
    return {
        "happened_on": draft.happened_on,
        "summary": draft.summary.strip(),
        "quote": draft.quote.strip(),
        "language": draft.language,
        "source": draft.source.strip(),
        "place_name": draft.place_name.strip(),
        "lat": draft.lat,
        "lon": draft.lon,
        "by_citizen": draft.by_citizen,
    }


def _tell_of(evidence: Evidence, documents: Sequence[Document], role: str) -> None:
    tell(
        "pledges.evidence_added",
        evidence.pledge.mandate,
        role,
        subject=f"pledge:{evidence.pledge.uid}",
        uid=evidence.pledge.uid,
        evidence=evidence.uid,
        kind=evidence.kind,
        grade=str(evidence.grade),
        happened_on=evidence.happened_on.isoformat(),
        sha256=sorted(document.sha256 for document in documents if document.sha256),
    )
