"""Who gives a role to whom, and that an ended one is gone at once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from besa.core.models import OutgoingMail
from besa.ledger.models import Entry
from besa.people.models import Department, Membership, Organisation, Role, User
from besa.people.permissions import standing_of
from besa.people.services import (
    AlreadyMember,
    LastAdministrator,
    create_organisation,
    end_membership,
    invite_member,
)
from tests.factories.people import a_department, a_member, a_person, browser_of
from tests.factories.public import make_municipality

pytestmark = pytest.mark.django_db

MEMBERS = "/sq/desk/members/"


def officer_in(slug: str = "peja") -> User:
    """An officer."""
    return a_member(Role.OFFICER, make_municipality(slug))


def coordinator_of(slug: str = "peja") -> Client:
    """The browser of a coordinator."""
    return browser_of(a_member(Role.COORDINATOR, make_municipality(slug)))


def test_a_coordinator_adds_an_officer_who_gets_a_mail() -> None:
    browser = coordinator_of()
    department = a_department(make_municipality())
    form = {"email": "New@peja.example", "role": "officer", "department": department.pk, "language": "sr"}
    answer = browser.post(MEMBERS, form)
    assert answer.headers["Location"] == MEMBERS + "?municipality=peja"
    membership = Membership.objects.get(user__email="new@peja.example")
    assert (membership.role, membership.department) == ("officer", department)
    assert membership.user.language == "sr"
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.language, mail.kind) == ("new@peja.example", "sr", "people.invitation")
    assert "new@peja.example" in browser.get(MEMBERS).content.decode()


def test_the_ledger_tells_of_the_role_and_not_of_the_person() -> None:
    officer = a_person()
    membership = invite_member(
        email=officer.email,
        role=Role.OFFICER,
        municipality=make_municipality(),
        by=None,
        language="sq",
        brand="besa",
    )
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject) == ("people.membership_started", f"membership:{membership.pk}")
    assert json.loads(entry.leaf)["public"] == {"role": "officer"}
    assert officer.email not in entry.leaf


def test_a_coordinator_stays_in_the_own_municipality() -> None:
    browser = coordinator_of()
    other = a_member(Role.OFFICER, make_municipality("kukes"))
    assert browser.get(MEMBERS + "?municipality=kukes").status_code == 403
    form = {"email": "x@example.org", "role": "officer", "language": "sq"}
    assert browser.post(MEMBERS + "?municipality=kukes", form).status_code == 403
    assert browser.post(f"{MEMBERS}{other.memberships.get().pk}/end/").status_code == 403
    assert standing_of(User.objects.get(pk=other.pk)).may("desk.see")


def test_a_coordinator_gives_municipal_roles_only() -> None:
    answer = coordinator_of().post(
        MEMBERS, {"email": "x@example.org", "role": "administrator", "language": "sq"}
    )
    assert answer.status_code == 200
    assert not User.objects.filter(email="x@example.org").exists()


def test_a_coordinator_cannot_end_an_administrator() -> None:
    admin = a_member(Role.ADMINISTRATOR)
    answer = coordinator_of().post(f"{MEMBERS}{admin.memberships.get().pk}/end/")
    assert answer.status_code == 403


def test_ending_a_membership_takes_the_rights_at_once() -> None:
    officer = officer_in()
    browser = browser_of(officer)
    coordinator = coordinator_of()
    assert standing_of(officer).may("desk.see")
    coordinator.post(f"{MEMBERS}{officer.memberships.get().pk}/end/")
    assert not standing_of(User.objects.get(pk=officer.pk)).may("desk.see")
    assert browser.get(MEMBERS).status_code == 403
    assert OutgoingMail.objects.get(recipient=officer.email).kind == "people.membership_ended"


def test_a_membership_holds_from_its_beginning_to_its_end() -> None:
    officer = officer_in()
    now = timezone.now()
    for since, until, holds in (
        (now - timedelta(days=2), now - timedelta(seconds=1), False),
        (now + timedelta(hours=1), None, False),
        (now - timedelta(days=2), now + timedelta(hours=1), True),
    ):
        officer.memberships.update(since=since, until=until)
        assert standing_of(User.objects.get(pk=officer.pk)).may("desk.see") is holds


def test_somebody_who_left_can_come_back_and_nobody_is_added_twice() -> None:
    officer = officer_in()
    membership = officer.memberships.get()
    values = {"email": officer.email, "role": Role.OFFICER, "municipality": membership.municipality}
    with pytest.raises(AlreadyMember):
        invite_member(**values, by=None, language="sq", brand="besa")
    assert end_membership(membership=membership, by=None, brand="besa")
    assert not end_membership(membership=membership, by=None, brand="besa")
    invite_member(**values, by=None, language="sq", brand="besa")
    assert Membership.objects.get().until is None


def test_the_last_administrator_stays() -> None:
    admin = a_member(Role.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        end_membership(membership=admin.memberships.get(), by=None, brand="besa")
    browser = browser_of(admin, second_factor=True)
    browser.post(f"{MEMBERS}{admin.memberships.get().pk}/end/")
    assert admin.memberships.get().until is None


def test_a_role_belongs_where_it_can() -> None:
    peja, kukes = make_municipality(), make_municipality("kukes")
    organisation = create_organisation(names={"sq": "Shoqata"}, by=None)
    wrong = [
        {"role": Role.OFFICER},
        {"role": Role.MONITOR},
        {"role": Role.MONITOR, "municipality": peja},
        {"role": Role.ADMINISTRATOR, "municipality": peja},
        {"role": Role.OFFICER, "municipality": peja, "department": a_department(kukes)},
    ]
    for values in wrong:
        with pytest.raises(ValueError, match=r"cannot belong|another municipality"):
            invite_member(email="x@example.org", by=None, language="sq", brand="besa", **values)
    invite_member(
        email="x@example.org",
        role=Role.MONITOR,
        organisation=organisation,
        by=None,
        language="sq",
        brand="besa",
    )


def test_an_administrator_adds_an_organisation_and_its_monitor() -> None:
    browser = browser_of(a_member(Role.ADMINISTRATOR), second_factor=True)
    browser.post("/sq/administration/organisations/new/", {"name_sq": "Lëvizja", "website": ""})
    organisation = Organisation.objects.get()
    assert organisation.slug == "levizja"
    form = {"email": "m@example.org", "role": "monitor", "language": "sq"}
    assert browser.post(MEMBERS, form).status_code == 200
    browser.post(MEMBERS, {**form, "organisation": organisation.pk})
    assert Membership.objects.get(role="monitor").organisation == organisation
    assert browser.get(MEMBERS + "?municipality=nowhere").status_code == 404


def test_departments_are_added_and_changed() -> None:
    browser = coordinator_of()
    browser.post("/sq/desk/departments/", {"name_sq": "Shërbime publike", "email": ""})
    department = Department.objects.get()
    assert department.slug == "sherbime-publike"
    assert browser.post("/sq/desk/departments/", {"name_sq": "Shërbime publike"}).status_code == 200
    path = f"/sq/desk/departments/{department.pk}/"
    browser.post(path, {"name_sq": "Shërbime", "name_sr": "Службе", "email": "d@peja.example"})
    department.refresh_from_db()
    assert department.names == {"sq": "Shërbime", "sr": "Службе"}
    assert browser.post(path, {}).status_code == 200
    assert set(Entry.objects.values_list("verb", flat=True)) == {
        "people.department_created",
        "people.department_changed",
    }
    assert coordinator_of("kukes").get(path).status_code == 403


def test_name_and_language_of_the_account() -> None:
    user = a_person()
    browser = browser_of(user)
    browser.post("/sq/account/", {"name": "Arta G.", "language": "en"})
    user.refresh_from_db()
    assert (user.name, user.language) == ("Arta G.", "en")
    assert browser.post("/sq/account/", {"name": "x", "language": "xx"}).status_code == 200


def test_the_command_makes_the_first_administrator(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_administrator", "Chief@Example.org")
    call_command("create_administrator", "chief@example.org")
    assert Membership.objects.get().role == "administrator"
    assert "already" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("create_administrator", "chief")


def test_people_sign_in_on_one_host_and_keep_their_brand(settings: object) -> None:
    settings.PUBLIC_ADDRESS = "https://besa.example"
    settings.ALLOWED_HOSTS = ["besa.example", "popravi.localhost"]
    browser = Client()
    answer = browser.get("/sr/account/login/", headers={"host": "popravi.localhost"})
    assert answer.headers["Location"] == "https://besa.example/sr/account/login/?from=popravi"
    browser.get("/sr/account/login/?from=popravi", headers={"host": "besa.example"})
    browser.post("/sr/account/login/", {"login": "x@example.org"}, headers={"host": "besa.example"})
    assert OutgoingMail.objects.get().brand == "popravi"


def test_the_database_itself_keeps_one_membership_per_role() -> None:
    officer = officer_in()
    held = officer.memberships.get()
    with pytest.raises(IntegrityError):
        Membership.objects.create(user=officer, role=held.role, municipality=held.municipality)
