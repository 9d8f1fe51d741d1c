"""Authenticator apps, and administrators who have none."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from besa.core.models import OutgoingMail
from besa.people.models import Role
from tests.factories.people import a_member, a_person, browser_of, with_app
from tests.people.test_signing_in import CONFIRM, ask, code_of, last_mail, signed_in

pytestmark = pytest.mark.django_db

SETTING_UP = "/sq/account/2fa/totp/activate/"


def code_now(secret: str) -> str:
    """What the app shows now."""
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_and_then_asked_for_at_sign_in() -> None:
    user = a_person()
    browser = browser_of(user)
    page = browser.get(SETTING_UP).content.decode()
    secret = browser.session["mfa.totp.secret"]
    assert secret in page
    assert browser.post(SETTING_UP, {"code": code_now(secret)}).status_code == 302
    assert set(user.authenticator_set.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert last_mail().kind == "people.totp_activated"

    new = Client()
    ask(new, user.email)
    new.post(CONFIRM, {"code": code_of(OutgoingMail.objects.filter(kind="people.login_code").last())})
    assert not signed_in(new)
    new.post("/sq/account/2fa/authenticate/", {"code": "000000"})
    assert not signed_in(new)


def test_the_app_lets_in() -> None:
    user = a_person()
    secret = with_app(user)
    browser = Client()
    ask(browser, user.email)
    browser.post(CONFIRM, {"code": code_of(last_mail())})
    browser.post("/sq/account/2fa/authenticate/", {"code": code_now(secret)})
    assert signed_in(browser)


def test_an_administrator_without_a_second_factor_reaches_only_the_set_up() -> None:
    admin = a_member(Role.ADMINISTRATOR)
    browser = browser_of(admin)
    for path in ("/sq/administration/", "/sq/desk/members/", "/sq/account/", "/sq/account/sessions/"):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/sq/account/2fa/"), path
        assert browser.post(path).status_code == 302
    for path in ("/sq/account/2fa/", SETTING_UP, "/sq/account/logout/", "/healthz", "/sq/"):
        assert browser.get(path).status_code == 200, path


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_opens_the_rest() -> None:
    admin = a_member(Role.ADMINISTRATOR)
    browser = browser_of(admin)
    browser.get(SETTING_UP)
    browser.post(SETTING_UP, {"code": code_now(browser.session["mfa.totp.secret"])})
    assert browser.get("/sq/administration/").status_code == 200
    assert browser.get("/sq/account/2fa/recovery-codes/").status_code == 200


def test_a_session_from_before_the_second_factor_must_give_it_now() -> None:
    admin = a_member(Role.ADMINISTRATOR)
    browser = browser_of(admin)
    with_app(admin)
    answer = browser.get("/sq/administration/")
    assert answer.headers["Location"].startswith("/sq/account/2fa/reauthenticate/?next=")


def test_recovery_codes_alone_are_no_second_factor() -> None:
    admin = a_member(Role.ADMINISTRATOR)
    Authenticator.objects.create(user=admin, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    assert browser_of(admin).get("/sq/administration/").headers["Location"] == "/sq/account/2fa/"


def test_an_administrator_with_a_second_factor_works() -> None:
    browser = browser_of(a_member(Role.ADMINISTRATOR), second_factor=True)
    assert browser.get("/sq/administration/").status_code == 200
    assert browser.get("/sq/administration/outbox/").status_code == 200


def test_passkey_pages_carry_data_but_no_inline_script() -> None:
    browser = browser_of(a_person())
    page = browser.get("/sq/account/2fa/webauthn/add/").content.decode()
    assert 'id="js_data" type="application/json"' in page
    assert "mfa/js/webauthn.js" in page
