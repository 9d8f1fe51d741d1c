"""Acts of an officer on the spot, each done once however often the phone sends it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from besa.core.idempotency import Submission, claim
from besa.people.models import User
from besa.reports.models import Pause, Report, Update
from besa.reports.services.notes import note_internally
from besa.reports.services.pausing import Why, pause_clock


@contextmanager
def claim_act(*, submission: Submission | None, report: Report) -> Iterator[None]:
    """One transaction for an act and its key; the key goes first. Without a submission the act stands alone.

    Raises KeyTakenError when the same was sent before. An act that is refused gives its key back.
    """
    if submission is None:
        yield
        return
    with transaction.atomic():
        claim(submission, {"report": report.uid})
        yield


def put_off_report(
    *, report: Report, by: User, role: str, text: str, why: Why | None, until: datetime | None
) -> Pause | Update:
    """It cannot be fixed now: let the clock stand still for a reason, or tell colleagues when there is none."""
    if why is None or until is None:
        return note_internally(report=report, by=by, role=role, text=text)
    return pause_clock(report=report, why=why, until=until, role=role, by=by)
