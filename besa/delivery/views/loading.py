"""Loads what an address is about, and makes sure that the person may deal with it, in one step."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from besa.delivery.models import Delivery, IncomingMail, Recipient
from besa.people.permissions import require

ACTION = "recipients.edit"


def load_recipient(request: HttpRequest, pk: int) -> tuple[Recipient, str]:
    """A recipient that is not removed, and the role by which the person may change it."""
    found = Recipient.objects.select_related("municipality", "category", "department", "place")
    recipient = get_object_or_404(found, pk=pk, removed_at__isnull=True)
    return recipient, require(request.user, ACTION, recipient.municipality_id).value


def load_delivery(request: HttpRequest, pk: int) -> tuple[Delivery, str]:
    """A delivery, and the role by which the person may deal with it."""
    found = Delivery.objects.select_related("recipient__municipality", "report__category")
    delivery = get_object_or_404(found, pk=pk)
    return delivery, require(request.user, ACTION, delivery.recipient.municipality_id).value


def load_incoming(request: HttpRequest, pk: int) -> tuple[IncomingMail, str]:
    """A mail that waits for a person, and the role by which this one may deal with it."""
    found = IncomingMail.objects.select_related("delivery__report__municipality", "delivery__recipient")
    mail = get_object_or_404(found, pk=pk, state=IncomingMail.State.UNREADABLE, municipality__isnull=False)
    return mail, require(request.user, ACTION, mail.municipality_id).value
