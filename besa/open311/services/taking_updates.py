"""Words of a municipality's own system about its reports, sent with a key."""

from __future__ import annotations

from django.db import transaction

from besa.core.idempotency import KeyTakenError, Submission, answer_before, claim
from besa.core.throttling import Bucket, ThrottledError, take
from besa.open311.models import ApiKey
from besa.open311.services.telling import Word, tell_report
from besa.reports.models import Report, Transition
from besa.reports.queries.steps import CHANGE, WORDS


class NothingToldError(ValueError):
    """An update changes no state and says no words; nothing was written."""


def take_update(*, key: ApiKey, report: Report, word: Word, submission: Submission | None) -> str:
    """Do what a word means, once for each `submission`; the number of the update.

    Raises NothingToldError where there is nothing to do, KeyReusedError for the same name with other content,
    ThrottledError when the key has sent too much, and StaleReport when somebody was faster.
    """
    before = answer_before(submission) if submission else None
    if before is not None:
        return str(before["update"])
    try:
        with transaction.atomic():
            if not take(Bucket(f"open311:{key.pk}", per_hour=key.per_hour, capacity=key.per_hour)):
                raise ThrottledError
            done = tell_report(report=report, word=word)
            number = "" if done is None else f"{CHANGE if isinstance(done, Transition) else WORDS}-{done.pk}"
            if submission is not None and number:
                claim(submission, {"update": number, "report": report.uid})
    except KeyTakenError:
        before = answer_before(submission) if submission else None
        number = str(before["update"]) if before else ""
    if not number:
        raise NothingToldError
    return number
