"""Mail: put into the outbox of core, which sends it. The same message is put there once."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besa.core.channels import AddressRefused, Channel, Handover, Parcel
from besa.core.messages import QUESTION, Message
from besa.core.registries import message_channels
from besa.core.services import queue_mail

NAME = "mail"
#: kind of the mails that tell followers something
NEWS_MAIL = "alerts.news"


def check(address: str, options: Mapping[str, str]) -> None:
    """A complete address."""
    try:
        validate_email(address)
    except ValidationError as error:
        raise AddressRefused(_("Write a complete e-mail address, such as name@example.com.")) from error


def send(parcel: Parcel) -> Handover:
    """Queue the mail. Every mail with news can be stopped with one press (RFC 8058)."""
    message: Message = parcel.subject
    stops = {
        "List-Unsubscribe": f"<{message.stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    with transaction.atomic():
        queue_mail(
            kind="alerts.follow_question" if parcel.occasion == QUESTION else NEWS_MAIL,
            subject_key=message.about,
            recipient=parcel.address,
            language=parcel.language,
            brand=parcel.brand,
            template="alerts/mail/message.txt",
            context={"title": message.title, "text": message.text},
            headers={} if parcel.occasion == QUESTION else stops,
            once=parcel.key,
        )
    return Handover(accepted=True)


message_channels.register(
    NAME, Channel(gettext_lazy("E-mail"), gettext_lazy("Your e-mail address"), check, send), rank=10
)
