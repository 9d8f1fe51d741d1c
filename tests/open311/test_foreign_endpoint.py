"""Reports go to a municipality's own system, and what it says about them comes back, each thing once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from besa.core.channels import AddressRefused, NotDelivered, Parcel
from besa.core.public_addresses import read_trust
from besa.core.registries import channels
from besa.open311.channel import OPEN311
from besa.open311.models import ForeignRequest, Origin
from besa.open311.services.polling import ask_all, ask_endpoint
from besa.reports.models import Question, Report, Transition, Update
from besa.reports.services.answers import fix_report
from besa.reports.services.erasure import erase_report
from tests.factories.foreign_open311 import NUMBERED, Council, running_council
from tests.factories.public import make_category, make_report

pytestmark = pytest.mark.django_db
OPTIONS = {
    "api_key": "their-key",
    "jurisdiction_id": "example.org",
    "format": "xml",
    "services": "potholes = 102, * = 999",
    "attributes": "URGENT = N, DEPTH = $depth",
}


@pytest.fixture
def council(settings: Any) -> Iterator[Council]:
    with running_council() as running:
        settings.OUTWARD_TRUSTED = read_trust([f"127.0.0.1:{running.port}"])
        yield running


@pytest.fixture
def report() -> Report:
    category = make_category()
    Question.objects.create(category=category, key="depth", kind="text", labels={"en": "Depth"})
    Question.objects.create(category=category, key="secret", kind="text", labels={"en": "x"}, public=False)
    return make_report(
        category=category, answers={"depth": "20 cm", "secret": "psst"}, address="Rr. Dardania"
    )


def parcel(council: Council, report: Report | None, **values: Any) -> Parcel:
    options = OPTIONS | values.pop("options", {})
    return Parcel(
        **({"key": "abc.1", "occasion": "new", "subject": report, "address": council.address} | values),
        language="en",
        brand="besa",
        options=options,
    )


def ask_later(council: Council, minutes: int = 20) -> int:
    """What the worker takes over some time after."""
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes), tick=False):
        return ask_endpoint(council.address, "xml", "example.org")


def test_a_report_is_sent_as_everybody_may_see_it(council: Council, report: Report) -> None:
    handover = channels.get("open311").send(parcel(council, report))
    assert (handover.accepted, handover.foreign_id) == (False, "")
    sent = council.last("POST /v2/requests.xml")
    assert sent["headers"]["Idempotency-Key"] == "besa-abc-1000000"
    assert sent["service_code"] == ["102"]
    assert (sent["lat"], sent["long"]) == (["42.660000"], ["20.290000"])
    assert sent["attribute[DEPTH]"] == ["20 cm"]
    assert sent["attribute[URGENT]"] == ["N"]
    assert sent["api_key"] == ["their-key"]
    assert sent["jurisdiction_id"] == ["example.org"]
    assert sent["address_string"] == ["Rr. Dardania"]
    assert sent["description"][0].startswith("A deep hole")
    assert f"/reports/{report.pk}/" in sent["description"][0]
    assert sent["origin"][0].endswith(f"/reports/{report.uid}")
    assert "attribute[NOTICE]" not in sent
    assert "psst" not in str(sent)


def test_the_same_parcel_is_sent_once(council: Council, report: Report) -> None:
    for _ in range(2):
        OPEN311.send(parcel(council, report))
    assert [what for what, _ in council.asked].count("POST /v2/requests.xml") == 1
    assert ForeignRequest.objects.get().token == "f00-ba7"


def test_a_token_becomes_a_number_and_words_come_back_once(council: Council, report: Report) -> None:
    OPEN311.send(parcel(council, report))
    assert ask_later(council) == 0
    council.answers["GET /v2/tokens/f00-ba7.xml"] = (200, NUMBERED)
    assert ask_later(council, 40) == 2
    assert ForeignRequest.objects.get().number == "638344"
    report.refresh_from_db()
    assert report.state == "in_progress"
    words = Update.objects.filter(report=report).order_by("pk").values_list("text", flat=True)
    assert list(words) == ["We have received your report.", "The repair is planned for Tuesday."]
    # A receipt that nobody wrote is no answer; the word about the repair is.
    change = Transition.objects.get(report=report, new="in_progress")
    assert report.responded_at == change.at
    assert ask_later(council, 60) == 0
    assert Update.objects.filter(report=report).count() == 2


def test_two_words_of_the_same_second_are_two(council: Council, report: Report) -> None:
    OPEN311.send(parcel(council, report))
    council.answers["GET /v2/tokens/f00-ba7.xml"] = (200, NUMBERED)
    said = "".join(
        f"<request_update><update_id>{number}</update_id><service_request_id>638344</service_request_id>"
        f"<status>in_progress</status><updated_datetime>2026-11-21T10:00:00Z</updated_datetime>"
        f"<description>{words}</description></request_update>"
        for number, words in ((1, "A team is on its way."), (2, "It brings asphalt."))
    )
    updates = f"<service_requests_updates>{said}</service_requests_updates>"
    council.answers["GET /v2/servicerequestupdates.xml"] = (200, updates)
    assert ask_later(council) == 2
    assert ask_later(council, 40) == 0
    words = Update.objects.filter(report=report).order_by("pk").values_list("text", flat=True)
    assert list(words) == ["A team is on its way.", "It brings asphalt."]


def test_an_endpoint_without_updates_is_asked_how_requests_stand(council: Council, report: Report) -> None:
    council.answers["GET /v2/tokens/f00-ba7.xml"] = (200, NUMBERED)
    del council.answers["GET /v2/servicerequestupdates.xml"]
    standing = (
        "<service_requests><request><service_request_id>638344</service_request_id><status>{}</status>"
        "<status_notes>{}</status_notes><updated_datetime>2026-11-21T10:22:00Z</updated_datetime></request></service_requests>"
    )
    council.answers["GET /v2/requests.xml"] = (200, standing.format("open", ""))
    OPEN311.send(parcel(council, report))
    assert ask_later(council) == 0
    council.answers["GET /v2/requests.xml"] = (200, standing.format("closed", "Filled with asphalt"))
    assert [ask_later(council, 40), ask_later(council, 60)] == [1, 0]
    assert council.last("GET /v2/requests.xml")["service_request_id"] == ["638344"]
    report.refresh_from_db()
    assert (report.state, report.confirmed_fixed) == ("fixed", None)
    assert Update.objects.get(report=report).text == "Filled with asphalt"


def test_own_words_of_an_endpoint(council: Council, report: Report) -> None:
    council.answers["GET /v2/tokens/f00-ba7.xml"] = (200, NUMBERED)
    OPEN311.send(parcel(council, report, options={"states": "in-progress = no further action"}))
    ask_later(council)
    change = Transition.objects.get(report=report, new="declined")
    assert change.reason == "declined_elsewhere"


@pytest.mark.parametrize(
    ("key", "permanent", "change"),
    [
        ("attribute_missing", True, {"options": {"attributes": "DEPTH = 5"}}),
        ("service_missing", True, {"options": {"services": "potholes = 103"}}),
        ("options", True, {"options": {"services": "potholes"}}),
        ("forbidden_address", True, {"address": "http://10.0.0.1/v2"}),
    ],
)
def test_what_cannot_be_sent(
    council: Council, report: Report, key: str, permanent: bool, change: dict[str, Any]
) -> None:
    with pytest.raises(NotDelivered) as refused:
        OPEN311.send(parcel(council, report, **change))
    assert (refused.value.key, refused.value.permanent) == (key, permanent)
    assert not ForeignRequest.objects.exists()


@pytest.mark.parametrize(
    ("status", "body", "key", "permanent"),
    [
        (
            403,
            "<errors><error><description>Bad key</description></error></errors>",
            "answer_refused",
            True,
        ),
        (500, "<html><body>Oops", "answer_refused", False),
        (200, "<html><body>Oops", "answer_unreadable", False),
        (200, "<service_requests><request/></service_requests>", "answer_unreadable", True),
        (
            200,
            '<!DOCTYPE a [<!ENTITY b "c">]><service_requests><request><token>&b;</token></request></service_requests>',
            "answer_unreadable",
            False,
        ),
    ],
)
def test_what_the_other_side_refuses(
    council: Council, report: Report, status: int, body: str, key: str, permanent: bool
) -> None:
    council.answers["POST /v2/requests.xml"] = (status, body)
    with pytest.raises(NotDelivered) as refused:
        OPEN311.send(parcel(council, report))
    assert (refused.value.key, refused.value.permanent) == (key, permanent)
    if status == 403:
        assert "Bad key" in refused.value.detail


def test_an_endpoint_that_is_down_is_asked_later_and_later(council: Council, report: Report) -> None:
    OPEN311.send(parcel(council, report))
    council.answers["GET /v2/tokens/f00-ba7.xml"] = (500, "")
    now = timezone.now() + dt.timedelta(minutes=20)
    with time_machine.travel(now, tick=False):
        assert ask_all() == 1
        assert ask_endpoint(council.address, "xml", "example.org") == 0
        assert ask_all() == 0
    asked = ForeignRequest.objects.get()
    assert (asked.failures, asked.next_poll_at) == (1, now + dt.timedelta(minutes=15))


def test_a_closed_report_is_asked_about_for_a_while(council: Council, report: Report) -> None:
    council.answers["GET /v2/tokens/f00-ba7.xml"] = (200, NUMBERED)
    council.answers["GET /v2/servicerequestupdates.xml"] = (200, "<service_requests_updates/>")
    OPEN311.send(parcel(council, report))
    fix_report(report=report, role="officer")
    ask_later(council)
    assert ForeignRequest.objects.get().next_poll_at is not None
    ask_later(council, 61 * 24 * 60)
    assert ForeignRequest.objects.get().next_poll_at is None


def test_erasing_reaches_what_is_kept(council: Council, report: Report) -> None:
    OPEN311.send(parcel(council, report))
    Origin.objects.create(report=report, text="https://elsewhere.example/reports/x")
    erase_report(report=report, role="moderator")
    assert not ForeignRequest.objects.exists()
    assert not Origin.objects.exists()


def test_a_test_only_looks(council: Council) -> None:
    OPEN311.send(parcel(council, None, occasion="test"))
    assert [what for what, _ in council.asked] == ["GET /v2/services.xml"]


@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("ftp://example.org/v2", {}),
        ("http://127.0.0.1/v2", {}),
        ("https://example.org/v2", {"format": "yaml"}),
        ("https://example.org/v2", {"services": "pothole"}),
        ("https://example.org/v2", {"states": "= fixed"}),
    ],
)
def test_wrong_settings_are_refused_with_a_reason(address: str, options: dict[str, str]) -> None:
    with pytest.raises(AddressRefused) as refused:
        OPEN311.check(address, options)
    assert str(refused.value)
    OPEN311.check("https://example.org/open311/v2", OPTIONS)
