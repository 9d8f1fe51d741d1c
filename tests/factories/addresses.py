"""Every address of the installation, and a small world in which it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from besa.core.models import ListenerRun, OutboxEvent, OutgoingMail
from besa.delivery.models import Delivery, IncomingMail
from besa.people.models import Organisation, Role
from besa.places.models import Holiday, Municipality
from besa.pledges.models import Pledge
from besa.pledges.queries.assemblies import members_of
from besa.publications.services.reviewing import submit_edition
from besa.publications.services.starting import start_publication
from besa.publications.services.writing import add_block
from besa.reports.models import EscalationStep, Photo, ResponseTemplate
from tests.factories.assemblies import a_session, a_vote, an_assembly
from tests.factories.contributions import a_contribution
from tests.factories.delivery import a_recipient
from tests.factories.people import a_department, a_member
from tests.factories.pledges import Desk, a_desk, a_draft, a_frozen_list, a_programme, a_round, case_of
from tests.factories.public import make_category, make_municipality, make_report
from tests.factories.publications import HEAD

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
    "digest": "0" * 32,
    "name": "chart.png",
    "rendition_name": "pdf-sq.pdf",
    "kind": "infographics",
    "template": "midterm",
    "subject": "365d",
    "file": "a4.pdf",
}


@dataclass(frozen=True)
class Address:
    """A named address, what fills its parameters, and its path with `<type:name>` for each parameter."""

    name: str
    converters: dict[str, Any]
    route: str


@dataclass
class World:
    """Two municipalities with everything an address can be about."""

    own: Municipality
    other: Municipality
    cases: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def all_addresses(
    patterns: list[URLPattern | URLResolver], above: Address | None = None
) -> Iterator[Address]:
    """Every named address of the installation with its parameters."""
    above = above or Address("", {}, "/")
    for item in patterns:
        name = item.namespace if isinstance(item, URLResolver) else item.name
        found = Address(
            ":".join(part for part in (above.name, name) if part),
            {**above.converters, **getattr(item.pattern, "converters", {})},
            f"{above.route}{item.pattern}",
        )
        if isinstance(item, URLPattern):
            yield found
        else:
            yield from all_addresses(item.url_patterns, found)


ADDRESSES = list(all_addresses(get_resolver().url_patterns))


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
        recipient = a_recipient(municipality)
        delivery = Delivery.objects.create(
            report=report, recipient=recipient, occasion="new", queued_at=report.created_at
        )
        world.cases.setdefault("recipient", []).append({**scope, "pk": recipient.pk})
        world.cases.setdefault("delivery", []).append({**scope, "pk": delivery.pk})
        incoming = IncomingMail.objects.create(
            identity=municipality.slug,
            municipality=municipality,
            delivery=delivery,
            state=IncomingMail.State.UNREADABLE,
            received_at=report.created_at,
        )
        world.cases.setdefault("incoming", []).append({**scope, "pk": incoming.pk})
        photo = Photo.objects.create(
            key=f"{municipality.pk:032x}", report=report, created_at=report.created_at
        )
        holiday = Holiday.objects.create(municipality=municipality, day="2040-01-02")
        world.cases.setdefault("holiday", []).append({**scope, "pk": holiday.pk})
        step = EscalationStep.objects.create(
            municipality=municipality,
            deadline="fix",
            target="officer",
            working_days=1,
            since=report.created_at,
        )
        world.cases.setdefault("step", []).append({**scope, "pk": step.pk})
        world.cases.setdefault("photo", []).append({**scope, "pk": photo.pk})
        template = ResponseTemplate.objects.create(
            municipality=municipality, name="x", texts={"sq": "x"}, changed_at=report.created_at
        )
        world.cases.setdefault("template", []).append({**scope, "pk": template.pk})
    world.cases |= _failures()
    for slug, organisation in (("gjakova", "levizja"), ("prizren", "tjeter")):
        for about, case in monitored(slug, organisation).items():
            world.cases.setdefault(about, []).append(case)
        world.cases.setdefault("publication", []).append(written(organisation))
    return world


def written(organisation: str) -> dict[str, Any]:
    """A publication of an organisation, with a block and a revision."""
    owner = Organisation.objects.get(slug=organisation)
    edition = start_publication(
        kind="news", organisation=owner, municipality=None, language="sq", head=HEAD, by=None
    )
    block = add_block(edition=edition, kind="text", data={"markdown": "Lajm"}, after=None, by=None)
    submit_edition(edition=edition, by=None)
    names = {
        "slug": edition.publication.slug,
        "language": "sq",
        "uid": block.uid,
        "kind": "text",
        "number": 1,
    }
    return {"organisation_id": owner.pk, **names}


def monitored(slug: str, organisation: str) -> dict[str, dict[str, Any]]:
    """A mayor whom an organisation monitors, with a programme, a list and a round."""
    desk = a_desk(slug, organisation)
    pledge = a_frozen_list(desk)[0]
    round = a_round(desk)
    page = a_programme(desk)
    draft = a_draft(desk)
    scope = {"organisation_id": desk.organisation.pk}
    return {
        "mandate": {**scope, "slug": desk.mandate.slug},
        "programme": {**scope, "pk": page.pk, "number": 1},
        "pledge": {**scope, "uid": pledge.uid},
        "draft": {**scope, "uid": draft.uid},
        "contribution": {**scope, "uid": a_contribution(pledge, f"{organisation}@citizen.example").uid},
        "round": {**scope, "pk": round.pk},
        **an_assembly_to_open(desk, pledge, scope),
        "case": {**scope, "pk": case_of(round, pledge).pk},
    }


def an_assembly_to_open(desk: Desk, pledge: Pledge, scope: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """An assembly with a member, a session and a vote."""
    assembly = an_assembly(desk, ["Ana Guri"])
    session = a_session(assembly)
    vote = a_vote(session, [pledge])
    return {
        "assembly": {**scope, "slug": assembly.slug, "member": members_of(assembly)[0].slug},
        "session": {**scope, "pk": session.pk},
        "vote": {**scope, "pk": vote.pk},
    }


def _failures() -> dict[str, list[dict[str, Any]]]:
    event = OutboxEvent.objects.create(name="reports.received", payload="{}")
    run = ListenerRun.objects.create(event=event, listener="x", failed_at=event.created_at)
    mail = OutgoingMail.objects.create(
        message_id="<1@x>", recipient="a@example.org", state=OutgoingMail.State.FAILED
    )
    return {"run": [{"pk": run.pk}], "mail": [{"pk": mail.pk}]}


def something_for(name: str, converter: Any) -> Any:
    """A value that fits a parameter: the usual one, a number, a random key, or the first its shape allows."""
    candidates = [BY_PARAMETER.get(name, 1), 1, "a" * 32, converter.regex.split("|")[0]]
    return next(value for value in candidates if re.fullmatch(converter.regex, str(value)))


def call(browser: Client, method: str, *path: str, **given: Any) -> HttpResponse:
    """One request whose traces are gone afterwards, in the database and in the browser."""
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    with transaction.atomic():
        answer: HttpResponse = getattr(browser, method)(*path, **given)
        transaction.set_rollback(True)
    browser.cookies.clear()
    browser.cookies.load(cookies)
    return answer
