"""A mandate's public data as plain values for JSON: all that its pages say. `public_schema` describes it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from besa.pledges.areas import AREAS
from besa.pledges.models import Criterion, Document, Evidence, Mandate, Pledge, Rating, Reply
from besa.pledges.queries.bitemporal import Standing, standings_as_of, tally_of
from besa.pledges.queries.indicators import readings_by_pledge
from besa.pledges.queries.public_mandates import end_of_day
from besa.pledges.queries.public_rounds import RoundFacts, published_rounds
from besa.pledges.reliability import Alpha

VERSION = "1"


def mandate_data(mandate: Mandate, *, day: date, address: str) -> dict[str, Any]:
    """Everything that was public at the end of a day. `address` is that of the site, for links."""
    known_at = end_of_day(mandate, day)
    standings = standings_as_of(mandate, known_at=known_at)
    tally = tally_of(standings)
    told = _Told([standing.pledge for standing in standings], day, known_at, address)
    return {
        "$schema": address + reverse("pledges-data:schema"),
        "version": VERSION,
        "as_of": day.isoformat(),
        "mandate": mandate_facts(mandate),
        "counts": {
            "total": tally.total,
            "scored": tally.scored,
            "unscored": tally.unscored,
            "not_rated": tally.unrated,
            "by_status": {status.value: n for status, n in tally.by_status.items()},
            "by_gap_level": {level.value: n for level, n in tally.by_level.items()},
        },
        "rounds": [_round(facts) for facts in published_rounds(mandate, known_at)],
        "pledges": [told.pledge(standing) for standing in standings],
    }


def mandate_facts(mandate: Mandate) -> dict[str, Any]:
    """Who, where, from when to when."""
    return {
        "slug": mandate.slug,
        "person": {"slug": mandate.person.slug, "names": mandate.person.names},
        "post": mandate.post.kind,
        "municipality": mandate.municipality.slug,
        "party": mandate.party.slug if mandate.party else None,
        "starts": mandate.starts.isoformat(),
        "ends": _day(mandate.ends),
        "term_ends": mandate.term_ends.isoformat(),
        "programme": mandate.programme_state,
        "monitored_by": mandate.monitored_by.slug if mandate.monitored_by else None,
    }


def _round(facts: RoundFacts) -> dict[str, Any]:
    asked = facts.asked
    return {
        "number": facts.number,
        "as_of": facts.as_of.isoformat(),
        "published_at": facts.published_at.isoformat(),
        "method_version": facts.method_version,
        "coded_again": facts.wave > 1,
        "alpha_nominal": _alpha(facts.agreement.nominal),
        "alpha_ordinal": _alpha(facts.agreement.ordinal),
        "reply": {
            "asked_at": asked.sent_at.isoformat(),
            "due_at": asked.due_at.isoformat(),
            "silent": asked.silent,
            "on_all": [_reply(reply) for reply in facts.replies],
        }
        if asked
        else None,
    }


def _alpha(alpha: Alpha) -> dict[str, Any]:
    digits = 4
    values = {"value": alpha.value, "low": alpha.low, "high": alpha.high}
    rounded = {name: None if value is None else round(value, digits) for name, value in values.items()}
    return {**rounded, "n": alpha.n, "agreed": alpha.agreed}


def _reply(reply: Reply) -> dict[str, Any]:
    return {
        "text": reply.text,
        "language": reply.language,
        "author": reply.author,
        "received_at": reply.received_at.isoformat(),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


class _Told:
    """What was published of many pledges, read in a few queries whatever their number."""

    def __init__(self, pledges: list[Pledge], day: date, known_at: datetime, address: str) -> None:
        self._address, self._known_at = address, known_at
        documents = Prefetch("documents", Document.objects.filter(state=Document.State.READY))
        evidence = Prefetch("evidence", Evidence.objects.prefetch_related(documents))
        rows = Rating.objects.filter(pledge__in=pledges, recorded_at__lte=known_at)
        self._ratings: dict[int, list[Rating]] = {}
        for row in (
            rows.select_related("correction", "case__round")
            .prefetch_related(evidence, "case__replies")
            .order_by("recorded_at", "pk")
        ):
            self._ratings.setdefault(row.pledge_id, []).append(row)
        criteria = Criterion.objects.filter(pledge__in=pledges, published_at__lte=known_at).order_by(
            "version"
        )
        self._criteria = {row.pledge_id: row for row in criteria}
        self._indicators = readings_by_pledge(pledges, day, known_at)
        self._places: dict[int, list[str]] = {}
        for link in Pledge.places.through.objects.filter(pledge__in=pledges).select_related("place"):
            self._places.setdefault(link.pledge_id, []).append(link.place.slug)

    def pledge(self, standing: Standing) -> dict[str, Any]:
        """One pledge with all that was published of it."""
        pledge, rating = standing.pledge, standing.rating
        ratings = self._ratings.get(pledge.pk, [])
        evidence = {one.pk: one for row in ratings for one in row.evidence.all()}
        return {
            "uid": pledge.uid,
            "number": pledge.number,
            "quote": pledge.quote,
            "language": pledge.language,
            "titles": pledge.titles,
            "page": pledge.page,
            "second": pledge.second,
            "source_url": pledge.source_url or None,
            "area": pledge.area,
            "cofog": list(AREAS[pledge.area].cofog) if pledge.area in AREAS else [],
            "places": sorted(self._places.get(pledge.pk, [])),
            "budget": str(pledge.budget) if pledge.budget is not None else None,
            "currency": pledge.currency or None,
            "due_on": pledge.due.isoformat(),
            "due_is_end_of_term": pledge.due_on is None,
            "added_later": pledge.added_later,
            "unratable_reasons": pledge.unratable_reasons,
            "status": standing.status or None,
            "flags": list(standing.flags),
            "gap_level": standing.level.value if standing.level else None,
            "effective_on": _day(rating.effective_on) if rating else None,
            "checked_at": rating.recorded_at.isoformat() if rating else None,
            "criterion": _criterion(self._criteria.get(pledge.pk)),
            "ratings": [_rating(row) for row in ratings],
            "evidence": [self._piece(one) for one in evidence.values()],
            "indicators": [reading.plain for reading in self._indicators.get(pledge.pk, [])],
            "replies": [
                _reply(reply)
                for row in ratings
                if row.case and row.case.round.state == "published"
                for reply in row.case.replies.all()
            ],
        }

    def _piece(self, one: Evidence) -> dict[str, Any]:
        retracted = one.retracted_at is not None and one.retracted_at <= self._known_at
        return {
            "uid": one.uid,
            "grade": one.grade,
            "kind": one.kind,
            "happened_on": one.happened_on.isoformat(),
            "summary": one.summary,
            "quote": one.quote or None,
            "language": one.language,
            "source": one.source or None,
            "place": one.place_name or None,
            "by_citizen": one.by_citizen,
            "retracted_because": one.retracted_because if retracted else None,
            "files": [self._file(document) for document in one.documents.all()],
        }

    def _file(self, document: Document) -> dict[str, Any]:
        return {
            "sha256": document.sha256,
            "kind": document.kind,
            "url": document.url or None,
            "archived_at": document.taken_at.isoformat() if document.taken_at else None,
        }


def _criterion(criterion: Criterion | None) -> dict[str, Any] | None:
    if criterion is None:
        return None
    return {
        "version": criterion.version,
        "language": criterion.language,
        "fulfilled_when": criterion.fulfilled_when,
        "partly_when": criterion.partly_when or None,
    }


def _rating(row: Rating) -> dict[str, Any]:
    correction = getattr(row, "correction", None)
    return {
        "id": row.pk,
        "old": row.old or None,
        "new": row.new,
        "flags": row.flags,
        "reason": row.reason,
        "language": row.language,
        "other_reasons": row.other_reasons,
        "effective_on": row.effective_on.isoformat(),
        "recorded_at": row.recorded_at.isoformat(),
        "method_version": row.method_version,
        "evidence": [one.uid for one in row.evidence.all()],
        "corrects": row.corrects_id,
        "correction": {"kind": correction.kind, "text": correction.text, "language": correction.language}
        if correction
        else None,
    }
