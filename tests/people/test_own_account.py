"""A person with an account takes a copy of all that is kept, and leaves for good."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from besa.core.models import OutgoingMail
from besa.ledger.models import Entry
from besa.people.models import Membership, Role, User
from besa.reports.models.report import State
from besa.reports.services.answers import change_state
from tests.factories.desk import a_report
from tests.factories.people import a_member, browser_of, with_app
from tests.factories.public import make_municipality
from tests.people.test_signing_in import LOGIN

pytestmark = pytest.mark.django_db

PASSWORD = "mjegull-e-bardhe-7"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def _officer(email: str = "arta@example.org") -> User:
    user = a_member(Role.OFFICER, make_municipality(), email=email)
    user.set_password(PASSWORD)
    user.save()
    return user


def _signed_in() -> Client:
    browser = Client(headers={"user-agent": FIREFOX})
    browser.post(LOGIN, {"login": "arta@example.org", "password": PASSWORD})
    return browser


def test_the_copy_has_what_every_app_keeps() -> None:
    user = _officer()
    report = a_report()
    change_state(report=report, new=State.IN_PROGRESS, role="officer", by=user, text="Vijmë të hënën.")
    kept = _signed_in().get("/sq/account/data/").json()
    assert kept["account"]["email"] == "arta@example.org"
    assert kept["account"]["sessions"][0]["browser"] == "Firefox, Linux"
    assert kept["account"]["memberships"][0]["role"] == "officer"
    assert kept["reports"]["updates"][0]["text"] == "Vijmë të hënën."
    assert kept["alerts"] == []


def test_leaving_deletes_the_person_and_keeps_the_answers() -> None:
    user = _officer()
    report = a_report()
    change_state(report=report, new=State.IN_PROGRESS, role="officer", by=user, text="Vijmë të hënën.")
    browser = _signed_in()
    answer = browser.post("/sq/account/delete/", {"email": "Arta@example.org"})
    assert answer.headers["Location"] == "/sq/"
    assert not User.objects.filter(pk=user.pk).exists()
    assert not Membership.objects.exists()
    assert not UserSession.objects.exists()
    assert not OutgoingMail.objects.filter(recipient="arta@example.org").exists()
    assert all("arta" not in str(session.get_decoded()) for session in Session.objects.all())
    update = report.updates.get()
    assert (update.text, update.author) == ("Vijmë të hënën.", None)
    told = Entry.objects.filter(verb="people.account_deleted").get()
    assert "arta" not in str(told.leaf)
    assert browser.get("/sq/account/").status_code == 302


def test_another_address_deletes_nothing() -> None:
    _officer()
    answer = _signed_in().post("/sq/account/delete/", {"email": "tjeter@example.org"})
    assert answer.status_code == 422
    assert "tjeter@example.org" in answer.content.decode()
    assert User.objects.count() == 1


def test_the_last_administrator_stays() -> None:
    admin = a_member(Role.ADMINISTRATOR, email="admin@example.org")
    with_app(admin)
    browser = browser_of(admin, second_factor=True)
    answer = browser.post("/sq/account/delete/", {"email": "admin@example.org"})
    assert answer.status_code == 422
    assert User.objects.filter(pk=admin.pk).exists()
    assert Membership.objects.filter(user=admin, until__isnull=True).exists()
