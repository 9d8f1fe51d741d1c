"""What is forgotten by itself: sessions that ended, and accounts nobody ever confirmed."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef

from besa.people.models import Membership, User


def forget_sessions(before: datetime) -> int:
    """Delete sessions past their time with their lines in the list of sessions; the number of rows gone."""
    with transaction.atomic():
        gone = Session.objects.filter(expire_date__lt=before).delete()[0]
        listed = Session.objects.filter(session_key=OuterRef("session_key"))
        return gone + int(UserSession.objects.filter(~Exists(listed)).delete()[0])


def forget_unconfirmed(before: datetime) -> int:
    """Delete accounts whose address was never confirmed and that nobody gave a role; the number of rows gone."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    waiting = User.objects.filter(joined_at__lt=before, last_login__isnull=True)
    return (
        waiting.filter(~Exists(confirmed), ~Exists(Membership.objects.filter(user=OuterRef("pk"))))
    ).delete()[0]
