"""Making a report."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from besa.core import geo
from besa.core.challenge import Proof, spend
from besa.core.idempotency import KeyTakenError, Submission, answer_before, claim
from besa.core.services import publish
from besa.core.throttling import Bucket, ThrottledError, take
from besa.core.vouching import Trust
from besa.ledger.services import record
from besa.places.gazetteer import gazetteer, municipality_of
from besa.places.lookup import is_inside, nearest_place
from besa.places.models import Municipality, Place
from besa.reports.deadlines import Deadlines, deadlines_for
from besa.reports.drafts import ReportDraft
from besa.reports.events import ReportReceived
from besa.reports.models import Category, Report, Reporter, Transition
from besa.reports.models.report import State, Visibility
from besa.reports.rulebook import category_of, rule_for
from besa.reports.services.photos import KeptUpload, attach_photos
from besa.reports.services.publication import announce_publication
from besa.reports.uids import new_uid
from besa.reports.weeks import week_of

SCOPE = "report"


@dataclass(frozen=True)
class _Facts:
    """What is looked up before the transaction, so that no read happens while others wait to write."""

    municipality: Municipality
    category: Category
    place: Place | None
    department_id: int | None
    outside: bool
    due: Deadlines


def submit_report(
    *,
    draft: ReportDraft,
    device: str,
    trust: Trust,
    submission: Submission | None = None,
    proof: Proof | None = None,
    buckets: Sequence[Bucket] = (),
    uploads: Sequence[KeptUpload] = (),
    at: datetime | None = None,
) -> Report:
    """Make a report of a draft: report, reporter, first transition, photos, ledger entries, events, all or nothing.

    The same `submission` again gives the report it made the first time, whatever else has run out by then. Raises
    KeyReusedError when its key came with another content before, ProofSpentError when the proof of work paid for
    another report, ThrottledError when one of `buckets` is empty.
    """
    now = at or timezone.now()
    facts = _look_up(draft, now)
    report = _report_of(draft, facts, trust, now)
    try:
        with transaction.atomic():
            if submission is not None:
                claim(submission, {"report": report.uid})
            if proof is not None:
                spend(proof)
            if not take(*buckets):
                raise ThrottledError
            _write(report, draft, device, trust)
            if uploads:
                attach_photos(report=report, uploads=uploads, by_official=False)
    except KeyTakenError:
        return _made_before(submission)
    return report


def _made_before(submission: Submission | None) -> Report:
    answer = answer_before(submission) if submission else None
    if answer is None:
        raise KeyTakenError
    return Report.objects.select_related("reporter").get(uid=answer["report"])


def _look_up(draft: ReportDraft, at: datetime) -> _Facts:
    municipality = municipality_of(draft.municipality_id)
    category = category_of(draft.category_id)
    rule = rule_for(municipality, category)
    place_id = draft.place_id or nearest_place(draft.lat, draft.lon, municipality.pk)
    return _Facts(
        municipality=municipality,
        category=category,
        place=gazetteer().places.get(place_id) if place_id else None,
        department_id=rule.department_id,
        outside=not is_inside(draft.lat, draft.lon, municipality.pk),
        due=deadlines_for(municipality=municipality, category=category, at=at),
    )


def _visibility(trust: Trust, municipality: Municipality) -> Visibility:
    if trust is Trust.NOTHING:
        return Visibility.UNCONFIRMED
    if municipality.moderation == Municipality.Moderation.BEFORE:
        return Visibility.AWAITING_MODERATION
    return Visibility.PUBLIC


def _report_of(draft: ReportDraft, facts: _Facts, trust: Trust, at: datetime) -> Report:
    visibility = _visibility(trust, facts.municipality)
    return Report(
        uid=new_uid(),
        municipality=facts.municipality,
        category=facts.category,
        department_id=facts.department_id,
        place=facts.place,
        lat=draft.lat,
        lon=draft.lon,
        zkey=geo.key_of(draft.lat, draft.lon),
        outside=facts.outside,
        address=draft.address,
        text=draft.text,
        answers=draft.answers,
        language=draft.language,
        state=State.RECEIVED,
        visibility=visibility,
        created_at=at,
        week=week_of(at),
        published_at=at if visibility is Visibility.PUBLIC else None,
        changed_at=at,
        response_due_at=facts.due.response_due_at,
        fix_due_at=facts.due.fix_due_at,
    )


def _write(report: Report, draft: ReportDraft, device: str, trust: Trust) -> None:
    report.save(force_insert=True)
    reporter = Reporter.objects.create(
        report=report,
        name=draft.name,
        show_name=draft.show_name,
        email=draft.email,
        email_confirmed_at=report.created_at if trust in _KNOWN_ADDRESS and draft.email else None,
        language=draft.language,
        brand=draft.brand,
        link_salt=secrets.token_hex(16),
        device=device,
    )
    report.reporter = reporter
    Transition.objects.create(
        report=report, old="", new=State.RECEIVED, at=report.created_at, actor_role="reporter"
    )
    _record_receipt(report)
    publish(ReportReceived(report=report.pk))
    if report.visibility == Visibility.PUBLIC:
        announce_publication(report, role="reporter")


_KNOWN_ADDRESS = frozenset({Trust.SIGNED_IN, Trust.CONFIRMED_EMAIL})


def _record_receipt(report: Report) -> None:
    """The entry everybody gets at once, public or not: it says that something was received, not what or where."""
    record(
        verb="reports.received",
        subject=f"report:{report.uid}",
        actor_role="reporter",
        municipality="",
        public={"uid": report.uid},
        private={
            "category": report.category.key,
            "municipality": report.municipality.slug,
            "place": report.place.slug if report.place else "",
        },
    )
