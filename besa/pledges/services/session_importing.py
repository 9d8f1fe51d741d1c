"""A checked table of a session becomes its attendance and its votes by name, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from besa.people.models import User
from besa.pledges.importing.session_sheet import SheetRow
from besa.pledges.models import Session
from besa.pledges.queries.assemblies import newest_counts, newest_roll
from besa.pledges.services.acting import Refused
from besa.pledges.services.sessions import Correcting, record_roll
from besa.pledges.services.voting import Outcome, correct_vote


def import_session(
    *,
    session: Session,
    rows: Sequence[SheetRow],
    by: User,
    correcting: Correcting | None = None,
    role: str = "editor",
) -> None:
    """Write down what right rows say; who does not stand in them keeps what was known. Raises Refused, Stale.

    What is already so is left as it is; "nothing_to_import" when all of it is.
    """
    right = [row for row in rows if row.is_right]
    with transaction.atomic():
        done = _roll(session, right, by, correcting, role) + _votes(session, right, by, correcting, role)
        if not done:
            raise Refused("nothing_to_import")


def _roll(
    session: Session, rows: Sequence[SheetRow], by: User, correcting: Correcting | None, role: str
) -> int:
    before = newest_roll(session)
    known = {one.mandate_id: one.presence for one in before.attendances.all()} if before else {}
    wanted = known | {row.mandate: row.presence for row in rows if row.mandate and row.presence}
    if wanted == known:
        return 0
    seen = before.version if before else 0
    record_roll(session=session, presences=wanted, by=by, seen=seen, correcting=correcting, role=role)
    return 1


def _votes(
    session: Session, rows: Sequence[SheetRow], by: User, correcting: Correcting | None, role: str
) -> int:
    done = 0
    for count in newest_counts([session]).values():
        known = {one.mandate_id: one.option for one in count.ballots.all()}
        number = str(count.vote.number)
        wanted = known | {
            row.mandate: row.options[number] for row in rows if row.mandate and number in row.options
        }
        if wanted == known:
            continue
        outcome = Outcome(
            count.motion, count.motion_language, count.result, tuple(count.pledges.all()), ballots=wanted
        )
        correct_vote(
            vote=count.vote, outcome=outcome, by=by, seen=count.version, correcting=correcting, role=role
        )
        done += 1
    return done
