"""An assembly for other programs: a table with a row for each ballot and attendance, and all of it as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from besa.core.spreadsheets import csv_text
from besa.pledges.models import Mandate, Roll, VoteCount
from besa.pledges.queries.assemblies import members_of, newest_counts, newest_rolls
from besa.pledges.queries.public_assembly import Shown

VERSION = "1"
_HEAD = (
    "assembly", "session", "held_on", "kind", "vote", "motion", "motion_language", "result", "pledges", "member",
    "name", "party", "value", "n", "recorded_at", "version", "corrected_because", "as_of",
)  # fmt: skip


def assembly_table(shown: Shown) -> str:
    """A row for each attendance, each ballot, and each number of a vote without names: long, as statistics like it."""
    people = {member.pk: member for member in members_of(shown.body)}
    sessions = {session.pk: session for session in shown.body.sessions.order_by("held_on", "number")}
    rolls = newest_rolls(sessions.values(), shown.known_at)
    counts = newest_counts(sessions.values(), shown.known_at).values()
    rows: list[list[object]] = []
    for pk, session in sessions.items():
        about = [shown.body.slug, session.number, session.held_on.isoformat()]
        if pk in rolls:
            rows += ([*about, *row] for row in _rows_of_roll(rolls[pk], people))
        for count in (one for one in counts if one.vote.session_id == pk):
            rows += ([*about, *row] for row in _rows_of_count(count))
    return csv_text(_HEAD, ([*row, shown.day.isoformat()] for row in rows))


def _rows_of_roll(roll: Roll, people: dict[int, Mandate]) -> Iterator[list[object]]:
    version = [roll.recorded_at.isoformat(), roll.version, roll.why]
    for one in roll.attendances.all():
        yield [
            "attendance",
            None,
            None,
            None,
            None,
            None,
            *_who(people[one.mandate_id]),
            one.presence,
            1,
            *version,
        ]


def _rows_of_count(count: VoteCount) -> Iterator[list[object]]:
    pledges = " ".join(pledge.uid for pledge in count.pledges.all())
    about = ["vote", count.vote.number, count.motion, count.motion_language, count.result, pledges]
    version = [count.recorded_at.isoformat(), count.version, count.why]
    if count.by_name:
        for ballot in count.ballots.all():
            yield [*about, *_who(ballot.mandate), ballot.option, 1, *version]
        return
    numbers = [(option, getattr(count, option)) for option in ("yes", "no", "abstain", "absent")]
    for option, n in numbers:
        if n is not None:
            yield [*about, None, None, None, option, n, *version]
    if all(n is None for _option, n in numbers):
        yield [*about, None, None, None, None, None, *version]


def _who(member: Mandate) -> list[object]:
    return [member.slug, member.person.name, member.party.name if member.party else None]


def assembly_data(shown: Shown) -> dict[str, Any]:
    """The same as JSON: members with their terms, sessions with attendance and votes."""
    sessions = list(shown.body.sessions.order_by("held_on", "number"))
    rolls = newest_rolls(sessions, shown.known_at)
    counts = list(newest_counts(sessions, shown.known_at).values())
    return {
        "version": VERSION,
        "as_of": shown.day.isoformat(),
        "assembly": shown.body.slug,
        "municipality": shown.body.municipality.slug if shown.body.municipality else None,
        "seats": shown.body.seats,
        "members": [_member(member) for member in members_of(shown.body)],
        "sessions": [
            {
                "number": session.number,
                "held_on": session.held_on.isoformat(),
                "minutes": session.minutes or None,
                "documents": [document.sha256 for document in session.documents.filter(state="ready")],
                "attendance": _attendance(rolls.get(session.pk)),
                "votes": [_vote(count) for count in counts if count.vote.session_id == session.pk],
            }
            for session in sessions
        ],
    }


def _member(member: Mandate) -> dict[str, Any]:
    return {
        "slug": member.slug,
        "person": {"slug": member.person.slug, "names": member.person.names},
        "party": member.party.slug if member.party else None,
        "starts": member.starts.isoformat(),
        "ends": member.ends.isoformat() if member.ends else None,
        "term_ends": member.term_ends.isoformat(),
        "origin": member.origin,
        "ending": member.ending or None,
        "replaces": member.replaces.slug if member.replaces else None,
    }


def _attendance(roll: Roll | None) -> dict[str, Any] | None:
    if roll is None:
        return None
    return {
        **_version(roll),
        "members": {str(one.mandate.slug): one.presence for one in roll.attendances.all()},
    }


def _vote(count: VoteCount) -> dict[str, Any]:
    return {
        **_version(count),
        "number": count.vote.number,
        "motion": count.motion,
        "language": count.motion_language,
        "result": count.result,
        "pledges": [pledge.uid for pledge in count.pledges.all()],
        "by_name": count.by_name,
        **{option: getattr(count, option) for option in ("yes", "no", "abstain", "absent")},
        "members": {ballot.mandate.slug: ballot.option for ballot in count.ballots.all()},
    }


def _version(version: Roll | VoteCount) -> dict[str, Any]:
    return {
        "recorded_at": version.recorded_at.isoformat(),
        "recorded_version": version.version,
        "corrected_because": version.why or None,
        "sha256": version.digest,
    }
