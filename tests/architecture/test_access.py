"""Every address is in the table of access, and keeps to it: every address × person × own or other × GET and POST.

The walk is real: requests through the test client, on a prepared database. Each request is rolled back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from besa.core.models import ListenerRun, OutboxEvent, OutgoingMail
from besa.people.access import Access, Kind
from besa.people.models import Membership, Organisation, Role, User
from besa.people.permissions import standing_of
from besa.places.models import Municipality
from besa.reports.models import Photo
from besa.site.access import URL_ACCESS
from tests.factories.people import a_department, a_member, a_person, browser_of
from tests.factories.public import make_category, make_municipality, make_report

#: what a parameter of an address is given when the table does not say what the address is about
BY_PARAMETER: dict[str, Any] = {
    "slug": "peja",
    "brand": "besa",
    "size": 192,
    "language": "sq",
    "path": "0/000",
    "version": 1,
    "z": 3,
    "x": 4,
    "y": 2,
    "uid": "unknown",
    "secret": "0123456789012345678901",
    "token": "unknown",
}
#: endings of addresses of the sign-in pages, to which somebody may be sent
SIGN_IN = "/sq/account/login/"
SECOND_FACTOR = "/sq/account/2fa/"


@dataclass(frozen=True)
class Address:
    """A named address and what fills its parameters."""

    name: str
    converters: dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One way to call an address: with what is of one municipality and department."""

    path: str
    municipality_id: int | None = None
    department_id: int | None = None


@dataclass
class World:
    """Two municipalities with everything an address can be about."""

    own: Municipality
    other: Municipality
    cases: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def all_addresses(
    patterns: list[URLPattern | URLResolver], namespace: str = "", outer: dict[str, Any] | None = None
) -> Iterator[Address]:
    """Every named address of the installation with its parameters."""
    for item in patterns:
        converters = {**(outer or {}), **getattr(item.pattern, "converters", {})}
        if isinstance(item, URLPattern):
            yield Address(f"{namespace}:{item.name}" if namespace else str(item.name), converters)
        else:
            inner = ":".join(part for part in (namespace, item.namespace) if part)
            yield from all_addresses(item.url_patterns, inner, converters)


ADDRESSES = list(all_addresses(get_resolver().url_patterns))


def test_every_address_is_in_the_table() -> None:
    missing = sorted({address.name for address in ADDRESSES} - set(URL_ACCESS))
    assert missing == [], f"add a line for each to besa/site/access.py: {missing}"


def test_the_table_names_nothing_that_is_gone() -> None:
    assert sorted(set(URL_ACCESS) - {address.name for address in ADDRESSES}) == []


def make_world() -> World:
    """Peja (own) and Kukës (other), each with a department, a report, a member; failures in the outbox."""
    world = World(make_municipality("peja"), make_municipality("kukes"))
    category = make_category()
    for municipality in (world.own, world.other):
        services, water = a_department(municipality), a_department(municipality, "water")
        officer = a_member(Role.OFFICER, municipality, email=f"colleague@{municipality.slug}.example")
        scope = {"municipality_id": municipality.pk}
        cases = {
            "municipality": {**scope, "slug": municipality.slug},
            "department": {**scope, "pk": services.pk},
            "membership": {**scope, "pk": officer.memberships.get().pk},
        }
        for about, case in cases.items():
            world.cases.setdefault(about, []).append(case)
        for department in (services, water):
            report = make_report(municipality=municipality, category=category, department=department)
            world.cases.setdefault("report", []).append(
                {**scope, "department_id": department.pk, "pk": report.pk}
            )
        photo = Photo.objects.create(
            key=f"{municipality.pk:032x}", report=report, created_at=report.created_at
        )
        world.cases.setdefault("photo", []).append({**scope, "pk": photo.pk})
    _fail_something()
    return world


def _fail_something() -> None:
    event = OutboxEvent.objects.create(name="reports.received", payload="{}")
    ListenerRun.objects.create(pk=1, event=event, listener="x", failed_at=event.created_at)
    OutgoingMail.objects.create(
        pk=1, message_id="<1@x>", recipient="a@example.org", state=OutgoingMail.State.FAILED
    )


def people(world: World) -> dict[str, User | None]:
    """Everybody there is: nobody, a citizen, and each role."""
    organisation = Organisation.objects.create(slug="levizja", names={"sq": "Lëvizja"})
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


def something_for(name: str, converter: Any) -> Any:
    """A value that fits a parameter: the usual one, a number, a random key, or the first its shape allows."""
    candidates = [BY_PARAMETER.get(name, 1), 1, "a" * 32, converter.regex.split("|")[0]]
    return next(value for value in candidates if re.fullmatch(converter.regex, str(value)))


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
        cases.append(Case(path, given.get("municipality_id"), given.get("department_id")))
    return cases


def expected(access: Access, user: User | None, case: Case, *, second_factor: bool) -> str:
    """What the tables promise: "open", "sign in", "second factor" or "refused"."""
    if access.kind in (Kind.PUBLIC, Kind.SIGNING_IN):
        return "open"
    if user is None:
        return "sign in"
    if access.kind is Kind.SECURING:
        return "open"
    if access.kind is Kind.ACTION:
        standing = standing_of(User.objects.get(pk=user.pk))
        if not standing.may(access.action, case.municipality_id, case.department_id):
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
        promise = expected(access, user, case, second_factor=second_factor)
        answer = call(browser, method, case.path)
        if promise not in seen(answer, access):
            wrong.append(f"{method} {case.path}: {answer.status_code}, should be: {promise}")
    assert not wrong, "\n".join(wrong)


def call(browser: Client, method: str, path: str) -> HttpResponse:
    """One request whose traces are gone afterwards, in the database and in the browser."""
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    with transaction.atomic():
        answer: HttpResponse = getattr(browser, method)(path)
        transaction.set_rollback(True)
    browser.cookies.clear()
    browser.cookies.load(cookies)
    return answer
