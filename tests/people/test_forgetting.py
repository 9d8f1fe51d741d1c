"""Ended sessions and accounts that were never confirmed go by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from besa.core.retention import apply_rules
from besa.people.models import Role, User
from tests.factories.people import a_member, a_person
from tests.factories.public import make_municipality
from tests.people.test_signing_in import LOGIN

pytestmark = pytest.mark.django_db


def test_sessions_past_their_time_leave_the_list() -> None:
    a_person(password="mjegull-e-bardhe-7")
    Client().post(LOGIN, {"login": "arta@example.org", "password": "mjegull-e-bardhe-7"})
    apply_rules()
    assert UserSession.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=20), tick=False):
        assert apply_rules()["people.sessions"] == 2
    assert not UserSession.objects.exists()
    assert not Session.objects.exists()


def test_only_accounts_that_nobody_confirmed_or_needs_go() -> None:
    a_person("confirmed@example.org")
    a_member(Role.OFFICER, make_municipality(), email="invited@example.org")
    a_person("unconfirmed@example.org")
    EmailAddress.objects.exclude(email="confirmed@example.org").update(verified=False)
    a_person("recent@example.org")
    User.objects.exclude(email="recent@example.org").update(joined_at=timezone.now() - timedelta(days=31))
    EmailAddress.objects.filter(email="recent@example.org").update(verified=False)
    apply_rules()
    assert set(User.objects.values_list("email", flat=True)) == {
        "confirmed@example.org",
        "invited@example.org",
        "recent@example.org",
    }
