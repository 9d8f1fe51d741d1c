"""Signing in with a code, a password, and what wrong codes and strangers get."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from besa.core.models import OutgoingMail
from besa.people.models import User
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db

LOGIN = "/sq/account/login/"
CONFIRM = "/sq/account/login/code/confirm/"


def code_of(mail: OutgoingMail | None) -> str:
    """The code in a mail."""
    assert mail is not None
    found = re.search(r"^\d{3}-\d{3}-\d{3}$", mail.text, re.MULTILINE)
    assert found, mail.text
    return found.group()


def last_mail() -> OutgoingMail:
    """The newest mail in the outbox."""
    mail = OutgoingMail.objects.order_by("-pk").first()
    assert mail is not None
    return mail


def signed_in(client: Client) -> bool:
    """Whether the browser is signed in."""
    return "_auth_user_id" in client.session


def ask(client: Client, email: str, **extra: Any) -> Any:
    """Ask for a code."""
    return client.post(LOGIN, {"login": email}, **extra)


def test_a_code_by_mail_signs_in(client: Client) -> None:
    user = a_person()
    assert ask(client, user.email).headers["Location"].startswith(CONFIRM)
    assert not signed_in(client)
    code = code_of(last_mail())
    answer = client.post(CONFIRM, {"code": code.replace("-", " ")})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_mail_waits_in_the_outbox_in_language_and_brand_of_the_page(client: Client) -> None:
    a_person()
    client.post("/sr/account/login/", {"login": "arta@example.org"}, headers={"host": "popravi.localhost"})
    mail = last_mail()
    assert (mail.language, mail.brand, mail.state) == ("sr", "popravi", OutgoingMail.State.WAITING)
    assert mail.kind == "people.login_code"


def test_three_wrong_codes_end_the_try(client: Client) -> None:
    a_person()
    ask(client, "arta@example.org")
    right = code_of(last_mail())
    wrong = "000-000-000" if right != "000-000-000" else "111-111-111"
    for _ in range(2):
        answer = client.post(CONFIRM, {"code": wrong})
        assert answer.status_code == 200
        assert 'class="error-text"' in answer.content.decode()
    assert client.post(CONFIRM, {"code": wrong}).status_code == 302
    client.post(CONFIRM, {"code": right})
    assert not signed_in(client)


def test_an_expired_code_does_not_sign_in(client: Client) -> None:
    a_person()
    ask(client, "arta@example.org")
    code = code_of(last_mail())
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        client.post(CONFIRM, {"code": code})
    assert not signed_in(client)


def test_a_stranger_sees_the_same_page_and_gets_another_mail(client: Client) -> None:
    a_person()
    known, unknown = Client(), Client()
    first = ask(known, "arta@example.org")
    second = ask(unknown, "nobody@example.org")
    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    pages = [
        re.sub(r'(value|content)="[^"]*"|arta|nobody', "", browser.get(CONFIRM).content.decode())
        for browser in (known, unknown)
    ]
    assert pages[0] == pages[1]
    assert last_mail().kind == "people.unknown_account"


def test_signing_up_with_a_known_address_looks_like_a_new_one(client: Client) -> None:
    a_person()
    known, new = (
        Client().post("/sq/account/signup/", {"email": email})
        for email in ("arta@example.org", "new@example.org")
    )
    assert (known.status_code, known.headers["Location"]) == (new.status_code, new.headers["Location"])
    kinds = set(OutgoingMail.objects.values_list("recipient", "kind"))
    assert ("arta@example.org", "people.account_already_exists") in kinds
    assert ("new@example.org", "people.email_confirmation_signup") in kinds


def test_a_new_account_needs_only_an_address_and_its_code(client: Client) -> None:
    client.post("/en/account/signup/", {"email": "New@Example.org"})
    assert not signed_in(client)
    answer = client.post("/en/account/confirm-email/", {"code": code_of(last_mail())})
    assert answer.status_code == 302
    user = User.objects.get(email="new@example.org")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.language == "en"
    assert not user.has_usable_password()


def test_who_has_a_password_may_type_it(client: Client) -> None:
    a_person(password="mjegull-e-bardhe-7")
    client.post(LOGIN, {"login": "arta@example.org", "password": "mjegull-e-bardhe-8"})
    assert not signed_in(client)
    client.post(LOGIN, {"login": "arta@example.org", "password": "mjegull-e-bardhe-7"})
    assert signed_in(client)


def test_a_forgotten_password_is_set_anew_by_code(client: Client) -> None:
    a_person(password="mjegull-e-bardhe-7")
    client.post("/sq/account/password/reset/", {"email": "arta@example.org"})
    assert last_mail().kind == "people.password_reset_code"
    client.post("/sq/account/password/reset/confirm/", {"code": code_of(last_mail())})
    new = {"password1": "shtegu-i-gjate-12", "password2": "shtegu-i-gjate-12"}
    client.post("/sq/account/password/reset/complete/", new)
    assert User.objects.get().check_password("shtegu-i-gjate-12")
    assert last_mail().kind == "people.password_reset"


def test_an_inactive_person_stays_out(client: Client) -> None:
    user = a_person()
    User.objects.filter(pk=user.pk).update(is_active=False)
    ask(client, user.email)
    assert last_mail().kind != "people.login_code"


def test_the_sign_in_page_works_without_javascript_and_under_the_strict_policy(client: Client) -> None:
    answer = client.get(LOGIN)
    page = answer.content.decode()
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<[^>]+\sstyle=|\son[a-z]+=", page)
    assert all("src=" in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", page))
    assert 'autocomplete="email"' in page
