"""Who may answer a delivery by mail, and as what."""

from __future__ import annotations

from dataclasses import dataclass

from besa.delivery.models import Delivery
from besa.people.models import User
from besa.people.permissions import standing_of


@dataclass(frozen=True)
class Sender:
    """Somebody who may answer. `user` is None for a shared box."""

    role: str
    user: User | None
    language: str


def sender_of(delivery: Delivery, address: str) -> Sender | None:
    """The recipient's own box, the department's, or an official who may answer this report; else None.

    The address alone proves nothing, as anybody can write any; together with the delivery's signed address, which
    only its recipient was sent, it does.
    """
    if not address:
        return None
    recipient, report = delivery.recipient, delivery.report
    user = User.objects.filter(email=address.lower(), is_active=True).first()
    if user is not None:
        role = standing_of(user).role_for("reports.answer", report.municipality_id, report.department_id)
        if role is not None:
            return Sender(role.value, user, user.language)
    boxes = {recipient.address.lower()} if recipient.channel == "mail" else set()
    boxes |= {one.email.lower() for one in (recipient.department, report.department) if one and one.email}
    return Sender("officer", None, recipient.language) if address.lower() in boxes else None
