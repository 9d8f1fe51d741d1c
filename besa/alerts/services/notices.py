"""What reporters and the municipality are told by mail.

Every function may run twice for the same event: `once` keeps it one mail.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise

from besa.alerts.queries.news import public_words
from besa.alerts.queries.recipients import (
    Recipient,
    offices_of,
    reporter_recipient,
    reporters_of_duplicates,
    wants_mail,
)
from besa.core.brands import DEFAULT
from besa.core.images import REASONS
from besa.core.links import absolute_url
from besa.core.services import queue_mail
from besa.delivery.queries.recipients import recipients_for
from besa.people.models import User
from besa.reports.labels import reason_label, role_label, state_label
from besa.reports.models import Photo, Report, Reporter, Transition, Update
from besa.reports.models.report import State, Visibility
from besa.reports.private_links import confirmation_of
from besa.reports.queries.public import public_original
from besa.reports.transitions import HANDED_OVER

#: what deliveries bring to the municipality's own recipients
_DELIVERED = frozenset({"new", "reopened", "forwarded"})
_STOPS = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def send_receipt(*, report: Report, again: str = "") -> None:
    """The private link, to the address that the report came with; it also asks to confirm the address.

    `again` tells a receipt that the reporter asked for once more from the first.
    """
    reporter = getattr(report, "reporter", None)
    if reporter is None or not reporter.email or report.visibility == Visibility.ERASED:
        return
    recipient = reporter_recipient(report, reporter)
    confirm_link = absolute_url(
        "reports:confirm",
        report.uid,
        confirmation_of(reporter),
        language=reporter.language,
        brand=reporter.brand,
    )
    waits = report.visibility == Visibility.UNCONFIRMED
    send_to(
        recipient,
        report,
        kind="alerts.receipt",
        template="alerts/mail/confirm_report.txt" if waits else "alerts/mail/receipt.txt",
        once=f"report:{report.pk} {again}",
        context={"confirm_link": "" if reporter.email_confirmed_at else confirm_link},
    )


def tell_offices(*, report: Report, kind: str, once: str, words: str = "") -> None:
    """Tell the municipality that something waits for it: `kind` names the mail in alerts/mail/office_*.txt.

    Where it has set up who gets its reports, those get them by deliveries, and nobody is told twice.
    """
    if kind in _DELIVERED and recipients_for(report):
        return
    with transaction.atomic():
        for office in offices_of(report):
            where = {"language": office.language, "brand": office.brand}
            queue_mail(
                kind=f"alerts.office_{kind}",
                subject_key=f"report:{report.pk}",
                recipient=office.email,
                template=f"alerts/mail/office_{kind}.txt",
                context={
                    "report": report,
                    "words": words,
                    "link": absolute_url("desk:report", report.pk, **where),
                },
                once=once,
                language=where["language"],
                brand=where["brand"],
            )


def tell_of_change(*, report: Report, change: Transition) -> None:
    """Tell the reporters the new state and the words that came with it, except who made the change.

    A report that was handed over has a mail of its own, see `handling.py`.
    """
    if change.reason == HANDED_OVER:
        return
    template = "alerts/mail/fixed.txt" if change.new == State.FIXED else "alerts/mail/state_changed.txt"
    original = public_original(report) if change.new == State.DUPLICATE else None
    for recipient in _told(report, change.actor_role):
        context = {
            "state": state_label(change.new),
            "reason": reason_label(change.reason),
            "forwarded_to": change.forwarded_to,
            "words": _words_for(recipient, change.update),
            "by": role_label(change.actor_role),
            "original_link": _public_link(original, recipient),
        }
        once = f"transition:{change.pk}"
        send_to(recipient, report, kind="alerts.change", template=template, once=once, context=context)


def ask_again(*, report: Report, fixing: Transition) -> None:
    """Ask the reporter once more whether it is fixed, weeks after the municipality said so."""
    recipient = _reporter_of(report)
    if recipient is None:
        return
    send_to(
        recipient,
        report,
        kind="alerts.fix_question",
        template="alerts/mail/fixed.txt",
        once=f"again:{fixing.pk}",
        context={"words": ""},
    )


def tell_of_update(*, report: Report, update: Update) -> None:
    """Tell the reporters what others said without a change of state."""
    for recipient in _told(report, update.author_role):
        if words := _words_for(recipient, update):
            send_to(
                recipient,
                report,
                kind="alerts.update",
                template="alerts/mail/update_added.txt",
                once=f"update:{update.pk}",
                context={"words": words, "by": role_label(update.author_role)},
            )


def _words_for(recipient: Recipient, update: Update | None) -> str:
    with translation.override(recipient.language):
        return public_words(update)


def _told(report: Report, by_role: str) -> list[Recipient]:
    """The reporter, unless they did it themselves, and the reporters of its duplicates."""
    own = _reporter_of(report) if by_role != "reporter" else None
    return [*([own] if own else []), *reporters_of_duplicates(report)]


def _reporter_of(report: Report) -> Recipient | None:
    """The reporter, when they are to be told."""
    reporter = Reporter.objects.filter(report=report).first()
    if reporter is None or not wants_mail(report, reporter):
        return None
    return reporter_recipient(report, reporter)


def tell_of_refused_photo(*, photo: Photo) -> None:
    """Tell whoever sent a photo that it could not be used, and what to do."""
    report = photo.report
    reason = REASONS.get(photo.refusal, "")
    once = f"photo:{photo.pk}"
    if photo.by_official:
        author = photo.update.author if photo.update else None
        if author is not None:
            _tell_official_of_photo(author, report, reason, once)
        return
    reporter = getattr(report, "reporter", None)
    if reporter is None or not wants_mail(report, reporter):
        return
    send_to(
        reporter_recipient(report, reporter),
        report,
        kind="alerts.photo_refused",
        template="alerts/mail/photo_refused.txt",
        once=once,
        context={"reason": reason},
    )


def _tell_official_of_photo(author: User, report: Report, reason: Promise | str, once: str) -> None:
    where = {"language": author.language, "brand": DEFAULT.key}
    with transaction.atomic():
        queue_mail(
            kind="alerts.photo_refused",
            subject_key=f"report:{report.pk}",
            recipient=author.email,
            template="alerts/mail/photo_refused.txt",
            context={
                "report": report,
                "reason": reason,
                "link": absolute_url("desk:report", report.pk, **where),
            },
            once=once,
            language=where["language"],
            brand=where["brand"],
        )


def _public_link(number: int | None, recipient: Recipient) -> str:
    if number is None:
        return ""
    return absolute_url("reports:detail", number, language=recipient.language, brand=recipient.brand)


def send_to(
    recipient: Recipient, report: Report, *, kind: str, template: str, once: str, context: dict[str, Any]
) -> None:
    """Queue a mail about a report, with the link that ends such mails; once for what `once` names."""
    with transaction.atomic():
        queue_mail(
            kind=kind,
            subject_key=f"report:{report.pk}",
            recipient=recipient.email,
            language=recipient.language,
            brand=recipient.brand,
            template=template,
            context={"report": report, "to": recipient, "link": recipient.link, **context},
            headers={"List-Unsubscribe": f"<{recipient.stop_link}>", **_STOPS},
            once=once,
        )
