"""Rapid reaction, as the vocabulary defines it: the first *meaningful* official answer within the response deadline.

Meaningful is a public text that an official wrote for this report, or that the report is fixed, declined or forwarded.
A bare acknowledgement is no answer, nor are words said to many reports at once or taken unchanged from a template.
The moment is that of the first one and stays: editing or hiding words later does not move it. Imports count by what
they say was done. Whether a citizen confirms the repair is another number.
"""

from __future__ import annotations

from datetime import datetime

from besa.core.folding import fold
from besa.reports.models import Report, Transition, Update
from besa.reports.models.report import State
from besa.reports.transitions import OFFICIAL

#: an official act that is an answer by itself, without a word
ANSWERS_BY_ITSELF = frozenset({State.FIXED, State.DECLINED, State.FORWARDED})
IMPORTED = "import"


def is_meaningful(*, role: str, text: str = "", new: str = "", is_receipt: bool = False) -> bool:
    """Whether an act is an answer: by whom, with which public words, to which state, and whether they are a receipt."""
    if role not in OFFICIAL and role != IMPORTED:
        return False
    return new in ANSWERS_BY_ITSELF or (bool(fold(text)) and not is_receipt)


def is_rapid(report: Report) -> bool | None:
    """Whether the first meaningful answer came in time; None where none was promised."""
    if report.response_due_at is None:
        return None
    return report.responded_at is not None and report.responded_at <= report.response_due_at


def first_answer_at(report: Report) -> datetime | None:
    """The moment of the first meaningful answer, from the rows: what `responded_at` must say. Two queries.

    Of an erased report the words are gone, so only the column knows.
    """
    acts = [
        change.at
        for change in Transition.objects.filter(report_id=report.pk)
        if is_meaningful(role=change.actor_role, new=change.new)
    ]
    said = Update.objects.filter(report_id=report.pk).exclude(audience=Update.Audience.INTERNAL)
    acts += [
        update.created_at
        for update in said
        if is_meaningful(
            role=update.author_role, text=update.text, is_receipt=update.bulk or update.by_template
        )
    ]
    since = report.handed_over_at
    return min((at for at in acts if since is None or at >= since), default=None)
