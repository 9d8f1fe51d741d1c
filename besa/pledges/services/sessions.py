"""Sessions of an assembly: what was on the agenda and who was there. Written down, never overwritten."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from besa.core.canonical import canonical_json
from besa.people.models import User
from besa.places.calendar import today_in
from besa.pledges.models import Attendance, Document, Pledge, PublicBody, Roll, Session
from besa.pledges.models.assembly import Version
from besa.pledges.queries.assemblies import members_on, newest_counts, newest_roll
from besa.pledges.services.acting import Refused, Stale
from besa.pledges.services.assemblies import tell_of_assembly

#: how a member votes who is in the room
VOTED = frozenset({"yes", "no", "abstain"})


@dataclass(frozen=True)
class Correcting:
    """Why what was recorded before is replaced. Nothing to say where it is only added to."""

    kind: str = ""
    why: str = ""
    language: str = ""


def add_session(
    *,
    assembly: PublicBody,
    number: int,
    held_on: date,
    minutes: str = "",
    at: datetime | None = None,
    role: str = "editor",
) -> Session:
    """Write down that a session was held, or called. Raises Refused("session_exists")."""
    try:
        with transaction.atomic():
            session = Session.objects.create(
                body=assembly,
                number=number,
                held_on=held_on,
                minutes=minutes,
                created_at=at or timezone.now(),
            )
            _tell(session, "pledges.session_added", role)
    except IntegrityError:
        raise Refused("session_exists") from None
    return session


def add_session_document(*, session: Session, document: Document, role: str = "editor") -> None:
    """Keep an agenda, minutes or a decision with its session."""
    with transaction.atomic():
        session.documents.add(document)
        _tell(session, "pledges.session_document", role, sha256=document.sha256 or None)


def record_roll(
    *,
    session: Session,
    presences: Mapping[int, str],
    by: User | None,
    seen: int = 0,
    correcting: Correcting | None = None,
    at: datetime | None = None,
    role: str = "editor",
) -> Roll:
    """Write down who was there: presence by member's mandate. `seen` is the version that was looked at, 0 for none.

    Raises Refused: "session_ahead", "no_names", "not_seated", "absent_voted", "nothing_changed", "no_change_reason"
    when it changes what was said before without saying why; Stale when somebody recorded another version meanwhile.
    """
    refuse_ahead(session)
    refuse_unseated(session, presences)
    if not presences:
        raise Refused("no_names")
    for count in newest_counts([session]).values():
        refuse_absent_votes(presences, {one.mandate_id: one.option for one in count.ballots.all()})
    before = newest_roll(session)
    earlier = {one.mandate_id: one.presence for one in before.attendances.all()} if before else {}
    said = {str(member): presence for member, presence in sorted(presences.items())}
    facts = version_of(
        before,
        said,
        seen=seen,
        adds=all(presences.get(member) == presence for member, presence in earlier.items()),
        correcting=correcting,
    )
    try:
        with transaction.atomic():
            roll = Roll.objects.create(
                session=session, recorded_by=by, recorded_at=at or timezone.now(), **facts
            )
            Attendance.objects.bulk_create(
                Attendance(roll=roll, mandate_id=member, presence=presence)
                for member, presence in sorted(presences.items())
            )
            tell_version(session, "attendance", roll, role, members=len(presences))
    except IntegrityError:
        raise Stale from None
    return roll


def refuse_ahead(session: Session) -> None:
    """Raise Refused for a session that has not been held yet."""
    assert session.body.municipality is not None
    if session.held_on > today_in(session.body.municipality):
        raise Refused("session_ahead")


def refuse_unseated(session: Session, names: Collection[int]) -> None:
    """Raise Refused for a mandate that had no seat on the day of a session."""
    if set(names) - {member.pk for member in members_on(session.body, session.held_on)}:
        raise Refused("not_seated")


def refuse_absent_votes(presences: Mapping[int, str], options: Mapping[int, str]) -> None:
    """Raise Refused when somebody votes who was not there."""
    for member, option in options.items():
        if option in VOTED and presences.get(member, Attendance.Presence.PRESENT) != "present":
            raise Refused("absent_voted")


def version_of(
    before: Version | None, said: Any, *, seen: int, adds: bool, correcting: Correcting | None
) -> dict[str, Any]:
    """The columns of the next version of what is said: its number, its hash, and why it replaces the one before."""
    correcting = correcting or Correcting()
    digest = sha256(canonical_json(said).encode()).hexdigest()
    if (before.version if before else 0) != seen:
        raise Stale
    if before is None:
        return {"version": 1, "digest": digest}
    if before.digest == digest:
        raise Refused("nothing_changed")
    numbered = {"version": before.version + 1, "digest": digest}
    if adds and not correcting.why.strip():
        return {**numbered, "kind": Version.Kind.ADDED}
    if correcting.kind not in (Version.Kind.OUR_ERROR, Version.Kind.NEW_FACTS) or not correcting.why.strip():
        raise Refused("no_change_reason")
    return {
        **numbered,
        "kind": correcting.kind,
        "why": correcting.why.strip(),
        "language": correcting.language,
    }


def tell_version(session: Session, what: str, version: Version, role: str, **more: Any) -> None:
    """The ledger's line of a version: that it was recorded or corrected, and the hash of what it says."""
    corrected = version.kind in (Version.Kind.OUR_ERROR, Version.Kind.NEW_FACTS)
    verb = f"pledges.{what}_{'corrected' if corrected else 'recorded'}"
    _tell(session, verb, role, version=version.version, kind=version.kind, sha256=version.digest, **more)


def refuse_foreign(session: Session, pledges: Sequence[Pledge]) -> None:
    """Raise Refused for a decision about no pledge, or about one that is not public, or of another municipality."""
    if not pledges:
        raise Refused("no_pledges")
    if any(not pledge.is_frozen for pledge in pledges):
        raise Refused("not_frozen")
    if any(pledge.mandate.municipality_id != session.body.municipality_id for pledge in pledges):
        raise Refused("other_municipality")


def _tell(session: Session, verb: str, role: str, **public: Any) -> None:
    held_on = session.held_on.isoformat()
    tell_of_assembly(verb, session.body, role, session=session.number, held_on=held_on, **public)
