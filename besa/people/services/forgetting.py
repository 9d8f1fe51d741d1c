"""What is forgotten by itself: sessions that ended, and accounts nobody ever confirmed."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from besa.people.models import Membership, User

#: how long an account may wait for its address to be confirmed
UNCONFIRMED_KEPT = timedelta(days=30)


def forget_ended() -> int:
    """Delete sessions past their time with their lines in the list of sessions, and accounts whose address was
    never confirmed and that nobody gave a role; the number of rows gone."""
    now = timezone.now()
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    with transaction.atomic():
        gone = Session.objects.filter(expire_date__lt=now).delete()[0]
        listed = Session.objects.filter(session_key=OuterRef("session_key"))
        gone += int(UserSession.objects.filter(~Exists(listed)).delete()[0])
        gone += (
            User.objects.filter(joined_at__lt=now - UNCONFIRMED_KEPT, last_login__isnull=True)
            .filter(~Exists(confirmed), ~Exists(Membership.objects.filter(user=OuterRef("pk"))))
            .delete()[0]
        )
    return gone
