"""One way to all that is kept of a report's words, for erasing all of them and for removing some.

`forget_words` goes through the columns in which people's words stand, `forget_copies` through what repeats them: mails,
answers to forms, events, the ledger's private payloads, and what apps above keep (`registries.companions`). Files and
the database's own traces are the worker's (`WordsForgotten`).
"""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.db.models import Model, Q, QuerySet

from besa.core.forgetting import Cut, Forgetting, cuts_in
from besa.core.models import IdempotencyKey, ListenerRun, OutboxEvent, OutgoingMail
from besa.core.registries import companions
from besa.ledger.services import erase_payloads
from besa.reports.models import Report
from besa.reports.said import PLACES, Words, words_about
from besa.reports.search import forget_traces

#: tables that held people's words, for PostgreSQL to take the dead rows out of
_TABLES = (
    "reports_report",
    "reports_reporter",
    "reports_update",
    "reports_photo",
    "reports_searchtext",
    "reports_abusereport",
    "reports_change",
    "reports_pause",
    "reports_transition",
    "core_outgoingmail",
    "core_idempotencykey",
    "core_outboxevent",
    "core_listenerrun",
    "ledger_privatepayload",
)


def forget_words(report: Report, forgetting: Forgetting) -> list[Cut]:
    """Take words out of every column; where they stood. In the caller's transaction."""
    if forgetting.everything:
        for place in PLACES:
            _write(place.rows(report), place.column, {} if place.is_json else "")
        return []
    cuts: list[Cut] = []
    for words in words_about(report):
        if found := list(cuts_in(words.value, forgetting, words.where)):
            cuts += found
            _forget_in(report, words, forgetting)
    return cuts


def forget_copies(report: Report, forgetting: Forgetting) -> None:
    """Take words out of all that repeats them. In the caller's transaction."""
    _forget_mails(report, forgetting)
    _forget_answers_to_forms(report, forgetting)
    _forget_events(report, forgetting)
    for _, forget in companions.all():
        forget(forgetting)
    if (
        not forgetting.everything
    ):  # erasing everything is an entry of the ledger, which deletes all payloads itself
        erase_payloads(subject=forgetting.subject, holding=forgetting.touches)


def scrub_database() -> None:
    """Make the database files themselves forget what was deleted. Worker only: may take seconds.

    SQLite overwrites deleted rows (`secure_delete`), but its full text index keeps deleted words in older segments
    and the write-ahead log keeps older pages. Raises RuntimeError while a long read holds the log, so that the
    worker tries again.
    """
    forget_traces()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, *_ = cursor.fetchone()
            if busy:
                raise RuntimeError("a reader holds the write-ahead log")
        else:
            cursor.execute("SET statement_timeout = 0")  # it works beside readers and writers, however long
            cursor.execute(f"VACUUM {', '.join(_TABLES)}")
            cursor.execute("RESET statement_timeout")


def _forget_in(report: Report, words: Words, forgetting: Forgetting) -> None:
    left = forgetting.left_in(words.value)
    if words.place.column == "answers":
        left = {**Report.objects.values_list("answers", flat=True).get(pk=report.pk), **left}
    _write(words.place.rows(report).filter(pk=words.pk), words.place.column, left)


def _write(rows: QuerySet[Model], column: str, value: Any) -> None:
    rows.update(**{column: value})


def _forget_mails(report: Report, forgetting: Forgetting) -> None:
    mails = OutgoingMail.objects.filter(subject_key=f"report:{report.pk}")
    if forgetting.everything:
        mails.delete()
        return
    for mail in mails:
        left = {
            "subject": forgetting.left_of(mail.subject),
            "text": forgetting.left_of(mail.text),
            "html": forgetting.left_of_markup(mail.html),
            "last_error": forgetting.left_of(mail.last_error),
        }
        if any(getattr(mail, column) != value for column, value in left.items()):
            OutgoingMail.objects.filter(pk=mail.pk).update(**left)


def _forget_answers_to_forms(report: Report, forgetting: Forgetting) -> None:
    answers = IdempotencyKey.objects.filter(answer__report=report.uid)
    if forgetting.everything:
        answers.delete()
    else:
        # From the hash of what was sent, and all of it but a telephone number, the number could be found. Whoever
        # sends the same once more is asked to look at it again, and makes no second report.
        answers.update(body_hash="")


def _forget_events(report: Report, forgetting: Forgetting) -> None:
    # An event may hold an address, and the trace of a listener that failed may quote what it worked on.
    number = f'"report":{report.pk}'
    events = OutboxEvent.objects.filter(
        Q(payload__contains=f"{number},") | Q(payload__contains=f"{number}}}"), name__startswith="reports."
    )
    if forgetting.everything:
        events.delete()
        return
    for event in events:
        payload = json.loads(event.payload)
        if forgetting.touches(payload):
            OutboxEvent.objects.filter(pk=event.pk).update(payload=json.dumps(forgetting.left_in(payload)))
    for run in ListenerRun.objects.filter(event__in=events).exclude(last_error=""):
        ListenerRun.objects.filter(pk=run.pk).update(last_error=forgetting.left_of(run.last_error))
