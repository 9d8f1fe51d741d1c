"""Sessions are listed, and one can end all others."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from tests.factories.people import a_person
from tests.people.test_signing_in import LOGIN

pytestmark = pytest.mark.django_db

PASSWORD = "mjegull-e-bardhe-7"


def sign_in(agent: str) -> Client:
    """A browser, signed in with a password."""
    browser = Client(headers={"user-agent": agent})
    browser.post(LOGIN, {"login": "arta@example.org", "password": PASSWORD})
    return browser


def test_ending_other_sessions_signs_them_out() -> None:
    a_person(password=PASSWORD)
    here, there = sign_in("Here/1"), sign_in("There/2")
    page = here.get("/sq/account/sessions/").content.decode()
    assert "Here/1" in page
    assert "There/2" in page
    here.post("/sq/account/sessions/")
    assert here.get("/sq/account/").status_code == 200
    assert there.get("/sq/account/").headers["Location"].startswith(LOGIN)


def test_last_use_is_noted_every_five_minutes_and_not_on_every_page() -> None:
    a_person(password=PASSWORD)
    browser = sign_in("Here/1")
    first = UserSession.objects.get().last_seen_at
    browser.get("/sq/account/")
    assert UserSession.objects.get().last_seen_at == first
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        browser.get("/sq/account/")
    assert UserSession.objects.get().last_seen_at > first
