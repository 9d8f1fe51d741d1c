"""What reporters are told when their report goes elsewhere, is split in two, or loses words. Once each."""

from __future__ import annotations

from typing import Any

from besa.alerts.queries.recipients import reporter_recipient, wants_mail
from besa.alerts.services.notices import send_to
from besa.places.models import Municipality
from besa.reports.labels import redaction_label
from besa.reports.models import Change, Report, Reporter


def tell_of_hand_over(*, report: Report, change: Change) -> None:
    """Which municipality has it now, and by when an answer is due."""
    old = Municipality.objects.filter(pk=change.before["municipality"]).first()
    _tell(report, "handed_over", change, {"old": old})


def tell_of_split(*, report: Report, part: Report, change: Change) -> None:
    """That a part of it goes on by itself, with the private link to that part."""
    _tell(part, "split", change, {"whole": report})


def tell_of_removed_words(*, report: Report, change: Change) -> None:
    """That a moderator removed words, and why; never which, or the mail would be a copy of them."""
    if change.actor_role != "restore":
        _tell(report, "words_removed", change, {"reason": redaction_label(change.after["reason"])})


def _tell(report: Report, kind: str, change: Change, context: dict[str, Any]) -> None:
    reporter = Reporter.objects.filter(report=report).first()
    if reporter is None or not wants_mail(report, reporter):
        return
    send_to(
        reporter_recipient(report, reporter),
        report,
        kind=f"alerts.{kind}",
        template=f"alerts/mail/{kind}.txt",
        once=f"change:{change.pk}",
        context=context,
    )
