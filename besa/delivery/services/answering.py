"""An answer by mail becomes an answer under the report, as if it had been given on the desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from besa.core.folding import fold
from besa.core.images import ImageRefused
from besa.core.services import queue_mail
from besa.delivery.incoming.letters import MAX_WORDS, Letter, split_state_word
from besa.delivery.models import Delivery, Recipient, State
from besa.delivery.queries.senders import Sender
from besa.delivery.states import advance
from besa.reports.models import Report
from besa.reports.services.answers import ChangeRefused, StaleReport, answer_report, fix_report
from besa.reports.services.photos import MAX_PHOTOS, KeptUpload, forget_uploads, keep_upload

#: words for "fixed" with a # before them, folded
FIXED_WORDS = frozenset(
    {"fixed", "done", "rregulluar", "rregulluara", "rregullua", "reseno", "popravljeno", "sredjeno"}
)
_OUT = frozenset({State.SENT, State.ACCEPTED})


class AnswerRefused(ValueError):
    """The mail cannot become an answer. `key` says why: empty, too_long, word_unknown, or one of ChangeRefused."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def publish_answer(*, delivery: Delivery, letter: Letter, sender: Sender, claim: Callable[[], bool]) -> None:
    """Publish what a letter says, with its photos. `claim` is called first in the transaction; False ends it.

    Raises AnswerRefused, and then nothing has happened.
    """
    word, words = split_state_word(letter.words)
    fixes = fold(word) in FIXED_WORDS
    if word and not fixes:
        raise AnswerRefused("word_unknown")
    if not fixes and not fold(words):
        raise AnswerRefused("empty")
    if len(words) > MAX_WORDS:
        raise AnswerRefused("too_long")
    photos, unusable = _photos_of(letter)
    taken = False
    try:
        with transaction.atomic():
            if claim():
                _act(delivery, sender, words, fixes, photos)
                note_reply(delivery)
                if unusable:
                    _tell_of_photos(delivery, letter, sender, unusable)
                taken = True
    except ChangeRefused as refused:
        raise AnswerRefused(refused.key) from refused
    except StaleReport as stale:
        raise AnswerRefused("changed_meanwhile") from stale
    finally:
        if not taken:
            forget_uploads(uploads=photos)


def _act(delivery: Delivery, sender: Sender, words: str, fixes: bool, photos: Sequence[KeptUpload]) -> None:
    report = Report.objects.select_related("municipality", "category", "department").get(
        pk=delivery.report_id
    )
    if fixes:
        fix_report(report=report, role=sender.role, by=sender.user, text=words, photos=photos)
    else:
        answer_report(report=report, role=sender.role, by=sender.user, text=words, photos=photos)


def _photos_of(letter: Letter) -> tuple[list[KeptUpload], int]:
    """The photos that can be kept, through the same gate as a citizen's, and how many cannot."""
    kept, unusable = [], max(0, len(letter.photos) - MAX_PHOTOS)
    for data in letter.photos[:MAX_PHOTOS]:
        try:
            kept.append(keep_upload(BytesIO(data)))
        except ImageRefused:
            unusable += 1
    return kept, unusable


def note_reply(delivery: Delivery) -> None:
    """Somebody reads this box: whatever was said of it before."""
    now = timezone.now()
    Delivery.objects.filter(pk=delivery.pk).update(replied_at=now)
    advance(Q(pk=delivery.pk), olds=_OUT, new=State.ACTED_ON, acted_at=now)
    Recipient.objects.filter(pk=delivery.recipient_id).update(
        dead_since=None, bounced_at=None, bounce_status=""
    )


def _tell_of_photos(delivery: Delivery, letter: Letter, sender: Sender, unusable: int) -> None:
    queue_mail(
        kind="delivery.photos_unusable",
        subject_key=f"report:{delivery.report_id}",
        recipient=letter.author,
        language=sender.language,
        brand="",
        template="delivery/mail/photos_unusable.txt",
        context={"number": delivery.report_id, "count": unusable},
        headers={"Auto-Submitted": "auto-replied"},
        once=f"photos:{letter.message_id}",
    )
