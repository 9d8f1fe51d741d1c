"""What does not arrive, and who never does anything, is told once, shown on the desk, and counted for monitoring."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from besa.core.models import OutgoingMail
from besa.delivery.limits import USUAL, Limits
from besa.delivery.models import AlarmLimits, Delivery, Recipient, State
from besa.delivery.queries.deliveries import silent_recipients, stuck, trouble_counts
from besa.delivery.services.alarms import raise_alarms
from besa.delivery.services.following_up import note_act
from besa.delivery.services.limits import set_alarm_limits
from besa.ledger.models import Entry
from tests.factories.delivery import a_recipient
from tests.factories.desk import Town, a_report, a_town
from tests.factories.people import browser_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def _at_that_moment() -> Iterator[None]:
    """However late in a long run these tests come, a delivery of twenty minutes ago is twenty minutes old."""
    with time_machine.travel(NOW, tick=False):
        yield


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
    for n in range(USUAL.silent_reports):
        a_delivery(item, state=State.SENT, sent_at=long_ago + timedelta(days=n))
        a_delivery(young, state=State.SENT, sent_at=NOW - timedelta(days=3))
        acted = {"state": State.ACTED_ON, "acted_at": NOW} if n == 0 else {"state": State.SENT}
        a_delivery(busy, sent_at=long_ago, **acted)
    raise_alarms()
    raise_alarms()
    assert told() == [("delivery.alarm_silent", "coordinator.peja@example.org")]
    item.refresh_from_db()
    assert item.dead_since is not None
    note_act(report_id=Delivery.objects.filter(recipient=item).first().report_id, at=NOW)
    item.refresh_from_db()
    assert item.dead_since is None
    raise_alarms()
    assert len(told()) == 1


def test_an_address_that_does_not_exist_is_told_once(town: Town) -> None:
    a_recipient(town.municipality, bounced_at=NOW, bounce_status="5.1.1")
    raise_alarms()
    raise_alarms()
    assert told() == [("delivery.alarm_bounced", "coordinator.peja@example.org")]


def test_an_address_that_came_back_long_ago_is_shown_and_not_told(town: Town) -> None:
    a_recipient(town.municipality, bounced_at=NOW - timedelta(days=2), bounce_status="5.1.1")
    raise_alarms()
    assert told() == []


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


def test_each_municipality_has_its_own_limits(town: Town) -> None:
    other = a_town("prizren")
    mine, theirs = a_recipient(town.municipality), a_recipient(other.municipality)
    for item in (mine, theirs):
        a_delivery(item, state=State.RETRYING, queued_at=NOW - timedelta(minutes=20))
        a_delivery(item, state=State.SENT, sent_at=NOW - timedelta(days=3))
    assert not stuck(NOW) and not silent_recipients(NOW)
    set_alarm_limits(
        municipality=town.municipality,
        limits=Limits(timedelta(minutes=15), 1, timedelta(days=2)),
        seen=0,
        by=town.coordinator,
        role="coordinator",
    )
    assert [one.recipient for one in stuck(NOW)] == [mine]
    assert silent_recipients(NOW) == [mine]
    assert trouble_counts(town.municipality)["deliveries_stuck"] == 1
    assert trouble_counts(other.municipality)["deliveries_stuck"] == 0
    assert trouble_counts()["deliveries_stuck"] == 1
    assert raise_alarms() == 2
    town.coordinator.language = "en"
    assert all(address == "coordinator.peja@example.org" for _kind, address in told())
    # The other way round: more patience than usual.
    set_alarm_limits(
        municipality=other.municipality,
        limits=Limits(timedelta(hours=5), 50, timedelta(days=60)),
        seen=0,
        by=other.coordinator,
        role="coordinator",
    )
    assert [one.recipient for one in stuck(NOW + timedelta(hours=1))] == [mine]


def test_a_coordinator_edits_the_limits_and_sees_what_held_before(town: Town) -> None:
    browser = browser_of(town.coordinator)
    page = "/en/desk/deliveries/alarms/"
    given = {"seen": "0", "stuck_minutes": "45", "silent_reports": "3", "silent_days": "7"}
    assert "30" in browser.get(page).content.decode()
    assert browser.post(page, given | {"stuck_minutes": "1"}).status_code == 422
    assert browser.post(page, given).status_code == 302
    assert browser.post(page, given).status_code == 422  # somebody was faster
    seen = str(AlarmLimits.objects.get().pk)
    assert browser.post(page, given | {"seen": seen}).status_code == 302
    assert AlarmLimits.objects.count() == 1  # nothing new
    assert browser.post(page, given | {"seen": seen, "silent_days": "30"}).status_code == 302
    shown = browser.get(page).content.decode()
    assert "Stuck after 45 minutes." in shown and "over 7 days." in shown and "over 30 days." in shown
    assert Entry.objects.filter(verb="delivery.limits_changed", municipality="peja").count() == 2
    assert browser_of(town.officer).post(page, given).status_code == 403
    elsewhere = browser_of(a_town("prizren").coordinator)
    assert elsewhere.post(f"{page}?municipality=peja", given).status_code == 403
    assert AlarmLimits.objects.count() == 2
