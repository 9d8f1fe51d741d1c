"""Every address is in the table of access, and keeps to it: every address × person × own or other × GET and POST.

The walk is real: requests through the test client, on a prepared database. Each request is rolled back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from besa.people.access import Access, Kind
from besa.people.models import Membership, Organisation, Role, User
from besa.people.permissions import standing_of
from besa.site.access import URL_ACCESS
from tests.factories.addresses import ADDRESSES, Address, World, call, make_world, something_for
from tests.factories.people import a_member, a_person, browser_of

#: endings of addresses of the sign-in pages, to which somebody may be sent
SIGN_IN = "/sq/account/login/"
SECOND_FACTOR = "/sq/account/2fa/"


@dataclass(frozen=True)
class Case:
    """One way to call an address: with what is of one municipality and department."""

    path: str
    municipality_id: int | None = None
    department_id: int | None = None
    organisation_id: int | None = None


def test_every_address_is_in_the_table() -> None:
    missing = sorted({address.name for address in ADDRESSES} - set(URL_ACCESS))
    assert missing == [], f"add a line for each to besa/site/access.py: {missing}"


def test_the_table_names_nothing_that_is_gone() -> None:
    assert sorted(set(URL_ACCESS) - {address.name for address in ADDRESSES}) == []


def people(world: World) -> dict[str, User | None]:
    """Everybody there is: nobody, a citizen, and each role."""
    organisation = Organisation.objects.get(slug="levizja")
    services = world.own.departments.get(slug="services")
    found: dict[str, User | None] = {
        "nobody": None,
        "citizen": a_person(),
        "officer": a_member(Role.OFFICER, world.own),
        "officer of a department": a_member(
            Role.OFFICER, world.own, department=services, email="department@example.org"
        ),
        "coordinator": a_member(Role.COORDINATOR, world.own),
        "moderator": a_member(Role.MODERATOR),
        "moderator of a municipality": a_member(Role.MODERATOR, world.own),
        "administrator": a_member(Role.ADMINISTRATOR),
        "administrator without second factor": a_member(Role.ADMINISTRATOR, email="new@example.org"),
        "officer who left": a_member(Role.OFFICER, world.own, email="left@example.org"),
    }
    Membership.objects.filter(user=found["officer who left"]).update(until="2020-01-01T00:00Z")
    for role in (Role.MONITOR, Role.EDITOR, Role.FACILITATOR, Role.TRAINER):
        found[role.value] = a_member(role, organisation=organisation)
    return found


WHO = (
    "nobody",
    "citizen",
    "officer",
    "officer of a department",
    "coordinator",
    "moderator",
    "moderator of a municipality",
    "administrator",
    "administrator without second factor",
    "officer who left",
    "monitor",
    "editor",
    "facilitator",
    "trainer",
)


def cases_of(address: Address, access: Access, world: World) -> list[Case]:
    """The ways to call an address."""
    cases = []
    for given in world.cases.get(access.subject, [{}]):
        values = {
            name: given.get(name, something_for(name, converter))
            for name, converter in address.converters.items()
        }
        path = reverse(address.name, kwargs=values)
        if access.subject == "municipality" and "slug" not in values:
            path += f"?municipality={given['slug']}"
        scope = (given.get(f"{kind}_id") for kind in ("municipality", "department", "organisation"))
        cases.append(Case(path, *scope))
    return cases


def expected(access: Access, user: User | None, case: Case, method: str, *, second_factor: bool) -> str:
    """What the tables promise: "open", "sign in", "second factor" or "refused"."""
    if access.keyed and method == "post":  # nobody here has a key
        return "refused"
    if access.kind in (Kind.PUBLIC, Kind.SIGNING_IN):
        return "open"
    if user is None:
        return "sign in"
    if access.kind is Kind.SECURING:
        return "open"
    if access.kind is Kind.ACTION:
        standing = standing_of(User.objects.get(pk=user.pk))
        scope = (case.municipality_id, case.department_id, case.organisation_id)
        if not standing.may(access.action, *scope):
            return "refused"
    return "open" if second_factor else "second factor"


def seen(answer: HttpResponse, access: Access) -> set[str]:
    """What an answer can stand for."""
    place = answer.headers.get("Location", "")
    if answer.status_code >= 500:
        return {f"error {answer.status_code}"}
    if access.kind is Kind.SIGNING_IN:
        return {"open"}
    if answer.status_code == 302 and place.startswith(SIGN_IN):
        return {"sign in"}
    if answer.status_code == 302 and place == SECOND_FACTOR and access.kind is not Kind.SECURING:
        return {"second factor"}
    if answer.status_code == 403 and access.kind is Kind.SECURING:
        return {"open"}  # allauth says so where the person has nothing to give again, such as no password
    if answer.status_code == 403:
        return {"refused"}
    if answer.status_code in (404, 405):  # not there, or not with this method: nothing was shown or done
        return {"open", "refused"}
    return {"open"}


@pytest.mark.django_db
@pytest.mark.parametrize("who", WHO)
def test_every_address_keeps_to_the_table(who: str, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = False
    world = make_world()
    everybody = people(world)
    assert set(everybody) == set(WHO)
    user = everybody[who]
    second_factor = who != "administrator without second factor"
    browser = browser_of(user, second_factor=who == "administrator") if user else Client()
    browser.raise_request_exception = False
    wrong = []
    with translation.override("sq"):
        calls = [
            (access, case, method)
            for address in ADDRESSES
            if (access := URL_ACCESS.get(address.name))
            for case in cases_of(address, access, world)
            for method in ("get", "post")
        ]
    for access, case, method in calls:
        promise = expected(access, user, case, method, second_factor=second_factor)
        answer = call(browser, method, case.path)
        if promise not in seen(answer, access):
            wrong.append(f"{method} {case.path}: {answer.status_code}, should be: {promise}")
    assert not wrong, "\n".join(wrong)
