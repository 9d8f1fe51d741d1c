"""What does not arrive, and who never does anything, is told once, shown on the desk, and counted for monitoring."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from besa.core.models import OutgoingMail
from besa.delivery.models import Delivery, Recipient, State
from besa.delivery.queries.deliveries import SILENT_COUNT
from besa.delivery.services.alarms import raise_alarms
from besa.delivery.services.following_up import note_act
from tests.factories.delivery import a_recipient
from tests.factories.desk import Town, a_report, a_town
from tests.factories.people import browser_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def town() -> Town:
    return a_town()


def a_delivery(recipient: Recipient, **values: Any) -> Delivery:
    report = a_report(municipality=recipient.municipality)
    return Delivery.objects.create(
        report=report, recipient=recipient, **({"occasion": "new", "queued_at": NOW} | values)
    )


def told() -> list[tuple[str, str]]:
    mails = OutgoingMail.objects.filter(kind__startswith="delivery.alarm").order_by("pk")
    return list(mails.values_list("kind", "recipient"))


def test_what_failed_or_is_stuck_is_told_once(town: Town) -> None:
    item = a_recipient(town.municipality)
    a_delivery(item, state=State.FAILED, reason="bounced")
    a_delivery(item, state=State.RETRYING, queued_at=NOW - timedelta(hours=1))
    a_delivery(item, queued_at=NOW - timedelta(minutes=5))
    a_delivery(item, state=State.SENT, queued_at=NOW - timedelta(days=1))
    assert raise_alarms() == 1
    assert raise_alarms() == 0
    assert told() == [("delivery.alarm_stuck", "coordinator.peja@example.org")]
    town.coordinator.language = "en"
    town.coordinator.save()
    a_delivery(item, state=State.FAILED)
    raise_alarms()
    assert "1 report did not reach its recipient" in OutgoingMail.objects.latest("pk").subject
    assert len(told()) == 2


def test_a_box_that_never_does_anything_is_noticed_and_forgiven(town: Town) -> None:
    item, busy = a_recipient(town.municipality), a_recipient(town.municipality, "Busy")
    young = a_recipient(town.municipality, "Young")
    long_ago = NOW - timedelta(days=15)
    for n in range(SILENT_COUNT):
        a_delivery(item, state=State.SENT, sent_at=long_ago + timedelta(days=n))
        a_delivery(young, state=State.SENT, sent_at=NOW - timedelta(days=3))
        acted = {"state": State.ACTED_ON, "acted_at": NOW} if n == 0 else {"state": State.SENT}
        a_delivery(busy, sent_at=long_ago, **acted)
    raise_alarms()
    raise_alarms()
    assert told() == [("delivery.alarm_silent", "coordinator.peja@example.org")]
    item.refresh_from_db()
    assert item.dead_since is not None
    note_act(report_id=Delivery.objects.filter(recipient=item).first().report_id, at=NOW)  # type: ignore[union-attr]
    item.refresh_from_db()
    assert item.dead_since is None
    raise_alarms()
    assert len(told()) == 1


def test_an_address_that_does_not_exist_is_told_once(town: Town) -> None:
    a_recipient(town.municipality, bounced_at=NOW, bounce_status="5.1.1")
    raise_alarms()
    raise_alarms()
    assert told() == [("delivery.alarm_bounced", "coordinator.peja@example.org")]


def test_the_desk_warns_its_coordinator_and_shows_each_delivery(town: Town) -> None:
    item, other = a_recipient(town.municipality), a_recipient(town.municipality, "Mayor's office")
    failed = a_delivery(item, state=State.FAILED, reason="address_refused")
    Delivery.objects.create(
        report=failed.report, recipient=other, occasion="new", queued_at=NOW, sent_at=NOW, state=State.SENT
    )
    coordinator, officer = browser_of(town.coordinator), browser_of(town.officer)
    with translation.override("en"):
        page = reverse("desk:report", args=[failed.report_id])
    for browser, may_edit in ((coordinator, True), (officer, False)):
        text = browser.get(page).content.decode()
        assert (
            "not delivered" in text and "does not know this address" in text and "Mayor&#x27;s office" in text
        )
        assert (f"/en/desk/deliveries/{failed.pk}/" in text) is may_edit
        queue = browser.get("/en/desk/").content.decode()
        assert ("1 report did not reach a recipient" in queue) is may_edit


def test_monitoring_counts_it(client: Client, town: Town) -> None:
    item = a_recipient(town.municipality, bounced_at=NOW)
    a_delivery(item, state=State.FAILED)
    about = client.get("/healthz").json()
    assert (about["deliveries_failed"], about["deliveries_stuck"]) == (1, 0)
    assert (about["recipients_bouncing"], about["recipients_silent"]) == (1, 0)
