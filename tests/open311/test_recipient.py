"""A recipient with the Open311 channel, through the worker: sent, retried, token polled, answer pulled back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ

from besa.core.public_addresses import read_trust
from besa.core.services import publish
from besa.delivery.models import Attempt, Delivery, State
from besa.delivery.services.recipients import Wanted, add_recipient
from besa.delivery.services.sending import deliver, sweep
from besa.open311.models import ForeignRequest
from besa.open311.services.polling import ask_all, ask_endpoint
from besa.reports.events import ReportPublished
from besa.reports.models import Update
from besa.reports.services.assigning import assign_report
from tests.factories.delivery import hear
from tests.factories.desk import Town, a_report, a_town
from tests.factories.foreign_open311 import NUMBERED, Council, running_council
from tests.factories.people import a_department
from tests.factories.public import make_category

pytestmark = pytest.mark.django_db
OPTIONS = {
    "api_key": "their-key",
    "jurisdiction_id": "example.org",
    "format": "xml",
    "services": "potholes = 102, * = 999",
    "attributes": "URGENT = N, DEPTH = 5",
}


@pytest.fixture
def council(settings: Any) -> Iterator[Council]:
    with running_council() as running:
        settings.OUTWARD_TRUSTED = read_trust([f"127.0.0.1:{running.port}"])
        yield running


def _published(town: Town, council: Council) -> Delivery:
    """A report, and the recipient that it fits, as a coordinator sets it up."""
    wanted = Wanted(
        "Highways", "open311", council.address, "en", department_id=town.department.pk, options=OPTIONS
    )
    add_recipient(municipality=town.municipality, wanted=wanted, by=town.coordinator, role="coordinator")
    report = a_report(
        municipality=town.municipality, category=make_category("potholes"), department=town.department
    )
    with transaction.atomic():
        publish(ReportPublished(report=report.pk))
    hear()
    return Delivery.objects.get()


def _worker(minutes: int) -> None:
    """What the worker's planned tasks do at a moment."""
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
        if sweep():
            for pk in Delivery.objects.values_list("pk", flat=True):
                deliver(pk)
        if ask_all():
            for endpoint in ForeignRequest.objects.values_list("address", "form", "jurisdiction").distinct():
                ask_endpoint(*endpoint)


def _posts(council: Council) -> int:
    return [what for what, _ in council.asked].count("POST /v2/requests.xml")


def test_a_delivery_is_retried_taken_on_later_and_its_answer_comes_back(council: Council) -> None:
    town = a_town()
    fine = council.answers["POST /v2/requests.xml"]
    council.answers["POST /v2/requests.xml"] = (503, "busy")
    delivery = _published(town, council)
    assert OrmQ.objects.count() >= 1  # the worker has a task for it
    _worker(0)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason, delivery.attempts) == (State.RETRYING, "answer_refused", 1)
    _worker(0)
    assert _posts(council) == 1  # not before its time
    council.answers["POST /v2/requests.xml"] = fine
    _worker(30)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.foreign_id) == (State.SENT, "")  # a token is no number yet
    outcomes = Attempt.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == [Attempt.Outcome.FAILED, Attempt.Outcome.SENT]

    _worker(60)
    assert ForeignRequest.objects.get().number == ""
    council.answers["GET /v2/tokens/f00-ba7.xml"] = (200, NUMBERED)
    council.answers["GET /v2/servicerequestupdates.xml"], updates = (
        (200, "<service_requests_updates/>"),
        council.answers["GET /v2/servicerequestupdates.xml"],
    )
    _worker(90)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.foreign_id) == (State.ACCEPTED, "638344")

    council.answers["GET /v2/servicerequestupdates.xml"] = updates
    _worker(120)
    hear()
    delivery.refresh_from_db()
    report = delivery.report
    assert (delivery.state, report.state) == (State.ACTED_ON, "in_progress")
    words = Update.objects.filter(report=report).order_by("pk").values_list("text", flat=True)
    assert list(words) == ["We have received your report.", "The repair is planned for Tuesday."]
    _worker(150)
    assert (_posts(council), Update.objects.count()) == (2, 2)


def test_a_department_that_gets_its_report_back_is_a_new_request_there(council: Council) -> None:
    town = a_town()
    delivery = _published(town, council)
    _worker(0)
    for department in (a_department(town.municipality, "water"), town.department):
        delivery.report.refresh_from_db()
        assign_report(report=delivery.report, department=department, assignee=None, role="coordinator")
        hear(times=2)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.round, delivery.occasion) == (State.QUEUED, 2, "assigned")
    _worker(1)
    assert _posts(council) == 2
    first, second = ForeignRequest.objects.order_by("pk")
    assert (first.key, second.key) == (f"{delivery.key}.1", f"{delivery.key}.2")
    # The number of the first request says nothing about the second.
    delivery.refresh_from_db()
    assert delivery.state == State.SENT


def test_what_the_other_side_refuses_for_good_waits_for_a_person(council: Council) -> None:
    council.answers["POST /v2/requests.xml"] = (
        403,
        "<errors><error><description>Bad key</description></error></errors>",
    )
    delivery = _published(a_town(), council)
    _worker(0)
    _worker(600)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, _posts(council)) == (State.FAILED, 1, 1)
    assert "Bad key" in Attempt.objects.get().detail
