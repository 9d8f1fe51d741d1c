"""Notes for colleagues, and the colleagues whom they name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from besa.core.folding import fold
from besa.people.models import User
from besa.people.permissions import Standing
from besa.reports.events import ColleagueMentioned
from besa.reports.models import Mention, Report, Update
from besa.reports.models.report import Visibility
from besa.reports.services.state_change import ChangeRefused, record_act, write_words
from besa.reports.services.telling import tell
from besa.reports.transitions import OFFICIAL


def note_internally(
    *,
    report: Report,
    role: str,
    text: str,
    by: User | None = None,
    at: datetime | None = None,
    mentioned: Sequence[User] = (),
) -> Update:
    """Write something for colleagues only, and tell those who are mentioned in it.

    The ledger knows that there is a note, not what it says or whom it names. Raises ChangeRefused for an empty text, an
    erased report, somebody who is no official, or a colleague who may not see the report.
    """
    text, at = text.strip(), at or timezone.now()
    _refuse(report, role, text, mentioned)
    with transaction.atomic():
        update = write_words(
            report=report, role=role, by=by, text=text, at=at, audience=Update.Audience.INTERNAL
        )
        for user in mentioned:
            mention = Mention.objects.create(update=update, user=user, at=at)
            tell(report, ColleagueMentioned(report=report.pk, mention=mention.pk))
        record_act(report=report, verb="reports.noted", role=role, private={"text": text})
    return update


def see_mentions(*, user: User, mention_ids: Sequence[int]) -> int:
    """The person has read what they were mentioned in; how many mentions were unread until now.

    Not on the ledger: who read what when is nobody else's business.
    """
    with transaction.atomic():
        unread = Mention.objects.filter(user=user, pk__in=mention_ids, seen_at__isnull=True)
        return unread.update(seen_at=timezone.now())


def _refuse(report: Report, role: str, text: str, mentioned: Sequence[User]) -> None:
    if role not in OFFICIAL:
        raise ChangeRefused("not_possible")
    if report.visibility == Visibility.ERASED:
        raise ChangeRefused("erased")
    if not fold(text):
        raise ChangeRefused("text_missing")
    for user in mentioned:
        standing = Standing(user)
        if not user.is_active or not standing.may("desk.see", report.municipality_id, report.department_id):
            raise ChangeRefused("colleague_elsewhere")
