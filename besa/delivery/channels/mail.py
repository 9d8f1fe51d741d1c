"""Reports by mail. The answer to such a mail becomes an answer under the report, see `besa.delivery.incoming`."""

from __future__ import annotations

import smtplib
from collections.abc import Mapping
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besa.core.brands import brand_of_key
from besa.core.channels import AddressRefused, Channel, Handover, NotDelivered, Parcel
from besa.core.links import absolute_url
from besa.core.mail_addresses import DELIVERY_BOUNCE, address_for
from besa.core.mail_server import connection_from
from besa.core.mail_texts import MailContent, compose
from besa.core.models import OutgoingMail
from besa.core.registries import channels
from besa.delivery.reply_marks import MARK, OWN_HEADER
from besa.reports.queries.given_answers import all_answers


def check_address(address: str, options: Mapping[str, str]) -> None:
    """One mail address."""
    try:
        validate_email(address)
    except ValidationError as error:
        raise AddressRefused(_("Write one mail address, such as roads@example.org.")) from error


def message_id_of(key: str, host: str) -> str:
    """The same for every attempt of a round."""
    return f"<delivery.{key}@{host or 'besa.invalid'}>"


def send(parcel: Parcel) -> Handover:
    """Hand one mail to the mail server; without one it is kept where /dev/mail shows it."""
    content = _content(parcel)
    if not settings.MAIL_ADDRESS:
        _keep(parcel, content)
        return Handover()
    message = _message(parcel, content)
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        raise NotDelivered("address_refused", f"{code} {_readable(text)}", permanent=code >= 500) from error
    except smtplib.SMTPResponseException as error:
        raise NotDelivered("server_refused", f"{error.smtp_code} {_readable(error.smtp_error)}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotDelivered("server_unreachable", str(error)) from error
    return Handover()


def _readable(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text


def _content(parcel: Parcel) -> MailContent:
    if parcel.occasion == "test":
        return compose(
            template="delivery/mail/test.txt",
            context={"mark": MARK if parcel.reply_to else ""},
            language=parcel.language,
            brand=parcel.brand,
        )
    with translation.override(parcel.language):
        context = _context(parcel)
    return compose(
        template="delivery/mail/report.txt", context=context, language=parcel.language, brand=parcel.brand
    )


def _context(parcel: Parcel) -> dict[str, Any]:
    report = parcel.subject
    where = {"language": parcel.language, "brand": parcel.brand}
    return {
        "report": report,
        "occasion": parcel.occasion,
        "answers": all_answers(report),
        "mark": MARK if parcel.reply_to else "",
        "page_link": absolute_url("reports:detail", report.pk, **where),
    }


def _message(parcel: Parcel, content: MailContent) -> EmailMultiAlternatives:
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    key, _dot, number = parcel.key.rpartition(".")
    headers = {
        "From": formataddr((brand_of_key(parcel.brand).name, address)),
        "Message-ID": message_id_of(parcel.key, content.host),
        "Auto-Submitted": "auto-generated",
        OWN_HEADER: parcel.key,
    }
    if parcel.reply_to:
        headers["Reply-To"] = parcel.reply_to
    if parcel.earlier:
        headers["References"] = " ".join(message_id_of(one, content.host) for one in parcel.earlier)
    bounce = address_for(DELIVERY_BOUNCE, f"{key}n{number}") if key else ""
    message = EmailMultiAlternatives(
        content.subject,
        content.text,
        bounce or settings.DEFAULT_FROM_EMAIL,
        [parcel.address],
        headers=headers,
        connection=connection_from(settings.MAIL_ADDRESS),
    )
    message.attach_alternative(content.html, "text/html")
    return message


def _keep(parcel: Parcel, content: MailContent) -> None:
    OutgoingMail.objects.get_or_create(
        message_id=message_id_of(parcel.key, content.host),
        defaults={
            "kind": f"delivery.{parcel.occasion}",
            "subject_key": f"report:{parcel.subject.pk}" if parcel.subject is not None else "",
            "recipient": parcel.address,
            "language": parcel.language,
            "brand": parcel.brand,
            "subject": content.subject,
            "text": content.text,
            "html": content.html,
            "state": OutgoingMail.State.SENT,
            "sent_at": timezone.now(),
        },
    )


MAIL = Channel(
    label=gettext_lazy("E-mail"),
    address_label=gettext_lazy("Mail address"),
    check=check_address,
    send=send,
)
channels.register("mail", MAIL, rank=10)
