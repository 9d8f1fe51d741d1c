"""Network addresses are never kept as they are."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.utils import timezone

from besa.core.models import DaySalt
from besa.core.network import scrambled_address
from besa.core.retention import apply_rules
from besa.people.browsers import browser_name
from tests.factories.people import a_person
from tests.people.test_signing_in import LOGIN

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.77"


def test_a_session_knows_a_mark_only() -> None:
    a_person(password="mjegull-e-bardhe-7")
    browser = Client(REMOTE_ADDR=ADDRESS)
    browser.post(LOGIN, {"login": "arta@example.org", "password": "mjegull-e-bardhe-7"})
    mark = UserSession.objects.get().ip
    assert mark.startswith("fd")
    assert ADDRESS not in browser.get("/sq/account/sessions/").content.decode()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert ADDRESS not in str(cursor.fetchall()), table


def test_the_same_address_has_one_mark_a_day_and_another_the_next() -> None:
    today = scrambled_address(ADDRESS)
    assert scrambled_address(ADDRESS) == today
    assert scrambled_address("203.0.113.78") != today
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert scrambled_address(ADDRESS) != today


def test_the_salt_goes_after_two_days() -> None:
    scrambled_address(ADDRESS)
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        apply_rules()
    assert not DaySalt.objects.exists()


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8", "curl/8"),
    ],
)
def test_browsers_are_called_by_their_names(said: str, name: str) -> None:
    assert browser_name(said) == name
