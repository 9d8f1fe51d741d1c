"""Limits count the e-mail, not the network address: a village shares one."""

from __future__ import annotations

import pytest
from django.test import Client

from besa.core.models import OutgoingMail
from besa.people.mail_allowance import may_be_mailed
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db

LOGIN = "/sq/account/login/"


def test_one_address_gets_three_codes_a_minute() -> None:
    a_person()
    answers = [Client().post(LOGIN, {"login": "arta@example.org"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert OutgoingMail.objects.count() == 3


def test_a_village_behind_one_network_address_signs_in() -> None:
    for number in range(40):
        answer = Client().post(LOGIN, {"login": f"villager{number}@example.org"}, REMOTE_ADDR="10.0.0.1")
        assert answer.status_code == 302
    assert OutgoingMail.objects.count() == 40


def test_wrong_passwords_are_counted_for_the_account_from_any_network_address() -> None:
    a_person(password="mjegull-e-bardhe-7")
    for number in range(5):
        Client().post(LOGIN, {"login": "arta@example.org", "password": "x"}, REMOTE_ADDR=f"10.0.0.{number}")
    client = Client()
    right = {"login": "arta@example.org", "password": "mjegull-e-bardhe-7"}
    assert client.post(LOGIN, right, REMOTE_ADDR="10.0.1.1").status_code == 200
    assert "_auth_user_id" not in client.session


def test_nobody_can_flood_a_mailbox_by_signing_up(settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    for _ in range(12):
        Client().post("/sq/account/signup/", {"email": "victim@example.org"})
    assert OutgoingMail.objects.filter(recipient="victim@example.org").count() == 8


def test_the_allowance_is_kept_in_the_database_for_all_processes() -> None:
    assert sum(may_be_mailed("a@example.org") for _ in range(20)) == 8
    assert may_be_mailed("b@example.org")


def test_who_tries_too_often_gets_a_page_that_says_what_to_do(settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    Client().post(LOGIN, {"login": "a@example.org"})
    answer = Client().post(LOGIN, {"login": "b@example.org"})
    assert answer.status_code == 429
    assert "<h1>" in answer.content.decode()
