"""Who gets a report: every condition that is set must hold, and nobody gets it twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from besa.core.services import publish
from besa.delivery.models import Delivery, Recipient, State
from besa.delivery.queries.recipients import recipients_for
from besa.delivery.services.recipients import Wanted, add_recipient
from besa.ledger.models import Entry
from besa.people.models import Department
from besa.reports.events import ReportPublished
from besa.reports.models import Change, Report
from besa.reports.models.report import Visibility
from besa.reports.services.answers import (
    acknowledge_report,
    decline_report,
    fix_report,
    forward_report,
    reopen_report,
)
from besa.reports.services.assigning import assign_report
from tests.factories.delivery import a_recipient, hear
from tests.factories.desk import a_report, a_town
from tests.factories.people import a_department
from tests.factories.public import make_category, make_municipality, make_place

pytestmark = pytest.mark.django_db


def published(**values: object) -> Report:
    report = a_report(**values)
    with transaction.atomic():
        publish(ReportPublished(report=report.pk))
    return report


def states(report: Report) -> dict[str, str]:
    rows = Delivery.objects.filter(report=report).select_related("recipient")
    return {row.recipient.name: row.state for row in rows}


def mark(report: Report, state: State) -> None:
    Delivery.objects.filter(report=report).update(state=state, sent_at=report.created_at, attempts=1)


def test_all_conditions_must_hold() -> None:
    peja, kukes = make_municipality("peja"), make_municipality("kukes")
    potholes, water = make_category("potholes"), make_category("water")
    roads, park = a_department(peja, "roads"), make_place(peja, "Parku", lat=42.66, lon=20.29)
    everything = a_recipient(peja, "everything")
    a_recipient(kukes, "elsewhere")
    a_recipient(peja, "water", category=water)
    a_recipient(peja, "potholes", category=potholes)
    a_recipient(peja, "roads", department=roads)
    a_recipient(peja, "park", place=park)
    a_recipient(peja, "near the park", place=park, radius_m=500)
    a_recipient(peja, "potholes in the park", category=potholes, place=park)
    a_recipient(peja, "gone", removed_at=everything.created_at)

    def names(**values: object) -> set[str]:
        report = a_report(municipality=peja, category=potholes, **values)
        return {recipient.name for recipient in recipients_for(report)}

    always = {"everything", "potholes"}
    assert names(lat=42.7, lon=20.4) == always
    assert names(lat=42.7, lon=20.4, department=roads) == always | {"roads"}
    assert names(lat=42.7, lon=20.4, place=park) == always | {"park", "potholes in the park"}
    assert names(lat=42.661, lon=20.29) == always | {"near the park"}
    assert names(lat=42.667, lon=20.29) == always


def test_a_published_report_goes_to_each_once_however_often_it_is_told() -> None:
    town = a_town()
    a_recipient(town.municipality, "one")
    a_recipient(town.municipality, "two")
    report = published(municipality=town.municipality)
    hear(times=3)
    assert states(report) == {"one": State.QUEUED, "two": State.QUEUED}


@pytest.mark.parametrize(
    "visibility",
    [
        Visibility.UNCONFIRMED,
        Visibility.AWAITING_MODERATION,
        Visibility.PRIVATE,
        Visibility.HIDDEN,
        Visibility.ERASED,
    ],
)
def test_what_is_not_public_goes_nowhere(visibility: Visibility) -> None:
    town = a_town()
    a_recipient(town.municipality)
    report = published(municipality=town.municipality, visibility=visibility)
    hear()
    assert states(report) == {}


def test_what_is_over_before_it_went_out_is_not_sent_and_comes_back_when_reopened() -> None:
    town = a_town()
    a_recipient(town.municipality)
    report = published(municipality=town.municipality)
    hear()
    decline_report(report=report, role="officer", by=town.officer, reason="not_municipal", text="Private.")
    hear()
    row = Delivery.objects.get()
    assert (row.state, row.reason) == (State.CANCELLED, "over")
    reopen_report(report=report, role="reporter", text="It is not private.")
    hear(times=2)
    row.refresh_from_db()
    assert (row.state, row.round, row.reason) == (State.QUEUED, 1, "")


def test_reopening_reaches_the_recipient_again_once() -> None:
    town = a_town()
    a_recipient(town.municipality)
    report = published(municipality=town.municipality)
    hear()
    mark(report, State.SENT)
    fix_report(report=report, role="officer", by=town.officer)
    hear()
    assert states(report) == {"Roads": State.ACTED_ON}
    first = Delivery.objects.get()
    reopen_report(report=report, role="neighbour", text="It is still there.")
    hear(times=3)
    row = Delivery.objects.get()
    assert (row.state, row.round, row.occasion, row.attempts) == (State.QUEUED, 2, "reopened", 0)
    assert row.round_key != first.round_key and row.sent_at is None and row.acted_at is None


def test_forwarding_inside_reaches_the_department_and_takes_the_rest_back() -> None:
    town = a_town()
    roads, water = town.department, a_department(town.municipality, "water")
    a_recipient(town.municipality, "mayor")
    a_recipient(town.municipality, "roads", department=roads)
    a_recipient(town.municipality, "water", department=water)
    report = published(municipality=town.municipality, department=roads)
    hear()
    assert states(report) == {"mayor": State.QUEUED, "roads": State.QUEUED}
    forward_report(report=report, role="coordinator", by=town.coordinator, department=water)
    hear(times=2)
    assert states(report) == {"mayor": State.QUEUED, "roads": State.CANCELLED, "water": State.QUEUED}
    Delivery.objects.filter(recipient__name="water").update(state=State.SENT, sent_at=report.created_at)
    Delivery.objects.filter(recipient__name="mayor").update(state=State.SENT, sent_at=report.created_at)
    acknowledge_then_forward(report, town, water)
    assert states(report)["water"] == State.QUEUED
    assert states(report)["mayor"] == State.ACTED_ON
    assert Delivery.objects.get(recipient__name="water").occasion == "forwarded"


def acknowledge_then_forward(report: Report, town: object, department: object) -> None:
    fix_report(report=report, role="coordinator")
    reopen_report(report=report, role="coordinator")
    acknowledge_report(report=report, role="coordinator")
    hear()
    Delivery.objects.filter(state=State.QUEUED).update(state=State.SENT, sent_at=report.changed_at)
    forward_report(report=report, role="coordinator", department=department)
    hear(times=2)


def _assign(report: Report, department: Department | None, **values: Any) -> Change:
    report.refresh_from_db()
    change = assign_report(report=report, department=department, assignee=None, role="coordinator", **values)
    hear(times=2)
    return change


def test_a_report_that_comes_back_to_a_department_is_sent_to_it_again() -> None:
    town = a_town()
    roads, water = town.department, a_department(town.municipality, "water")
    a_recipient(town.municipality, "mayor")
    a_recipient(town.municipality, "roads", department=roads)
    a_recipient(town.municipality, "water", department=water)
    report = published(municipality=town.municipality, department=roads)
    hear()
    mark(report, State.SENT)
    _assign(report, water)
    mark(report, State.SENT)
    _assign(report, roads)
    row = Delivery.objects.get(recipient__name="roads")
    assert (row.state, row.round, row.occasion, row.sent_at) == (State.QUEUED, 2, "assigned", None)
    assert states(report) == {"mayor": State.SENT, "roads": State.QUEUED, "water": State.SENT}
    mark(report, State.SENT)
    hear(times=2)  # the same events once more, after it went out
    assert states(report)["roads"] == State.SENT
    # To a colleague in the same department, and back: nobody is sent anything.
    report.refresh_from_db()
    assign_report(report=report, department=roads, assignee=town.officer, role="coordinator")
    hear()
    assert set(states(report).values()) == {State.SENT}


def test_what_is_assigned_and_taken_back_at_once_is_not_sent_again() -> None:
    town = a_town()
    roads, water = town.department, a_department(town.municipality, "water")
    a_recipient(town.municipality, "roads", department=roads)
    report = published(municipality=town.municipality, department=roads)
    hear()
    mark(report, State.SENT)
    mistake = _assign(report, water)
    _assign(report, roads, undoes=mistake)
    assert states(report) == {"roads": State.SENT}


def test_what_failed_for_a_department_is_tried_again_when_it_gets_the_report_back() -> None:
    town = a_town()
    roads = town.department
    a_recipient(town.municipality, "roads", department=roads)
    report = published(municipality=town.municipality, department=roads)
    hear()
    mark(report, State.FAILED)
    _assign(report, None)
    assert states(report) == {"roads": State.FAILED}
    _assign(report, roads)
    assert states(report) == {"roads": State.QUEUED}


def test_a_failed_delivery_stays_failed_whatever_happens_to_the_report() -> None:
    town = a_town()
    a_recipient(town.municipality)
    report = published(municipality=town.municipality)
    hear()
    mark(report, State.FAILED)
    fix_report(report=report, role="officer", by=town.officer)
    hear()
    assert states(report) == {"Roads": State.FAILED}


def test_what_the_ledger_says_of_a_recipient_names_nobody() -> None:
    town = a_town()
    wanted = Wanted("Agim's box", "mail", "agim@example.org", "sq")
    add_recipient(municipality=town.municipality, wanted=wanted, by=town.coordinator, role="coordinator")
    entry = Entry.objects.get(verb="delivery.recipient_added")
    assert "gim" not in entry.leaf and '"channel":"mail"' in entry.leaf
    assert Recipient.objects.get().changes.get().after["address"] == "agim@example.org"
