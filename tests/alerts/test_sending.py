"""Digests and quiet hours, crashes at every step, and what must never be told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from besa.alerts.kinds import ALL, Kind
from besa.alerts.models import Batch, Frequency, Happening, Notice, Subscriber, Subscription
from besa.alerts.scopes import Scope
from besa.alerts.services import sending
from besa.alerts.services.fan_out import tell_followers
from besa.alerts.services.forgetting import forget_report
from besa.alerts.services.preferences import change_quiet_hours, pause_everything, pause_subscription
from besa.alerts.services.sending import send_due
from besa.core.models import OutgoingMail
from besa.core.retention import apply_rules
from besa.reports.events import ReportPublished
from besa.reports.models import Report
from besa.reports.models.report import Visibility
from besa.reports.services.answers import acknowledge_report, answer_report, fix_report, mark_duplicate
from besa.reports.services.erasure import erase_report
from tests.alerts.test_mails import announce, run_listeners
from tests.factories.alerts import follow, follow_scope
from tests.factories.desk import a_report
from tests.factories.public import make_municipality

pytestmark = pytest.mark.django_db

SATURDAY = dt.datetime(2026, 10, 24, 10, tzinfo=dt.UTC)  # the night after it has 25 hours


def follow_peja(address: str = "besa@example.com", **wish: Any) -> Subscription:
    wish = {"kinds": ALL, "frequency": Frequency.DAILY} | wish
    return follow_scope(Scope(municipality=make_municipality()), address, **wish)


def news() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind="alerts.news").order_by("pk"))


def test_a_digest_has_everything_since_the_last_once_and_an_empty_one_is_not_sent() -> None:
    follow_peja()
    with time_machine.travel(SATURDAY, tick=False) as clock:
        first, second = a_report(), a_report()
        for report in (first, second):
            announce(ReportPublished(report=report.pk))
        fix_report(report=first, role="officer", text="Mbyllëm gropën")
        run_listeners(times=2)
        assert news() == []
        clock.move_to(dt.datetime(2026, 10, 25, 5, 59, tzinfo=dt.UTC))
        assert send_due() == 0
        clock.move_to(dt.datetime(2026, 10, 25, 6, 0, tzinfo=dt.UTC))  # 7:00 in winter time
        assert send_due() == 1
        (digest,) = news()
        assert digest.subject == "News about 2 reports – All reports: Peja"
        for words in (f"Report {first.pk}:", f"Report {second.pk}:", "Mbyllëm gropën", "It is now: fixed."):
            assert digest.text.count(words) == 1
        clock.move_to(dt.datetime(2026, 10, 26, 8, tzinfo=dt.UTC))
        run_listeners()
        assert len(news()) == 1


def test_two_subscriptions_tell_the_same_address_once_by_the_sooner() -> None:
    report = a_report()
    follow_peja(frequency=Frequency.WEEKLY)
    own = follow(report)
    acknowledge_report(report=report, role="officer", text="Po vijmë")
    run_listeners()
    (mail,) = news()
    assert own.key in mail.headers["List-Unsubscribe"]
    assert Notice.objects.get().frequency == Frequency.NOW


def test_a_daily_and_a_weekly_digest_of_one_address_stay_two_messages() -> None:
    near, far = make_municipality(), make_municipality("prizren")
    follow_scope(Scope(municipality=near), "besa@example.com", kinds=ALL, frequency=Frequency.DAILY)
    follow_scope(Scope(municipality=far), "besa@example.com", kinds=ALL, frequency=Frequency.WEEKLY)
    with time_machine.travel(SATURDAY, tick=False) as clock:
        for municipality in (near, far):
            announce(ReportPublished(report=a_report(municipality=municipality).pk))
        run_listeners()
        clock.move_to(dt.datetime(2026, 10, 26, 7, tzinfo=dt.UTC))  # a Monday: both are due
        assert send_due() == 2
    assert len(news()) == 2


def test_followers_of_other_things_hear_nothing() -> None:
    follow_scope(Scope(municipality=make_municipality("kukes")), kinds=ALL)
    follow_peja("fixed@example.com", kinds=Kind.FIXED)
    acknowledge_report(report=a_report(), role="officer")
    run_listeners()
    assert Notice.objects.count() == 0


def test_quiet_hours_hold_back_until_morning() -> None:
    subscription = follow_peja(frequency=Frequency.NOW)
    change_quiet_hours(subscriber=subscription.subscriber, quiet_from=22, quiet_until=7)
    with time_machine.travel(dt.datetime(2026, 11, 21, 22, tzinfo=dt.UTC), tick=False) as clock:  # 23:00
        report = a_report()
        acknowledge_report(report=report, role="officer")
        answer_report(report=report, role="officer", text="Nesër")
        run_listeners()
        assert news() == []
        clock.move_to(dt.datetime(2026, 11, 22, 6, tzinfo=dt.UTC))
        send_due()
        (mail,) = news()
        assert mail.subject == "News about 1 report – All reports: Peja"
        assert "Nesër" in mail.text


@pytest.mark.parametrize("step", ["before the batch", "before the channel", "after the channel"])
def test_a_crash_loses_nothing_and_tells_nothing_twice(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    follow_peja(frequency=Frequency.NOW)
    names = {
        "before the batch": "_make_batch",
        "before the channel": "_channel",
        "after the channel": "_finish",
    }

    class Killed(BaseException):
        """What no handler catches, as no handler sees kill -9."""

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    report = a_report()
    tell_followers(report=report, kind=Kind.NEW, source="published:1")
    with monkeypatch.context() as patched:
        patched.setattr(sending, names[step], die)
        with pytest.raises(Killed):
            send_due()
    assert len(news()) == (1 if step == "after the channel" else 0)
    with time_machine.travel(dt.datetime.now(dt.UTC) + sending.LEASE + dt.timedelta(seconds=1)):
        send_due()
        send_due()
    assert len(news()) == 1
    assert Batch.objects.get().state == Batch.State.SENT


def test_a_listener_that_runs_again_tells_nothing_again() -> None:
    follow_peja(frequency=Frequency.NOW)
    announce(ReportPublished(report=a_report().pk))
    run_listeners(times=3)
    assert (Happening.objects.count(), len(news())) == (1, 1)


@pytest.mark.parametrize(
    "visibility",
    [Visibility.HIDDEN, Visibility.PRIVATE, Visibility.AWAITING_MODERATION, Visibility.UNCONFIRMED],
)
def test_what_is_not_public_is_not_told_not_even_when_it_waited_in_a_digest(visibility: Visibility) -> None:
    follow_peja(frequency=Frequency.NOW)
    before, waiting = a_report(visibility=visibility), a_report()
    announce(ReportPublished(report=before.pk))
    acknowledge_report(report=waiting, role="officer", text="Fjalë")
    for report in (before, waiting):
        tell_followers(report=report, kind=Kind.NEW, source=f"published:{report.pk}")
    assert set(Notice.objects.values_list("happening__report", flat=True)) == {waiting.pk}
    Report.objects.filter(pk=waiting.pk).update(visibility=visibility)
    send_due()
    assert news() == []
    assert Batch.objects.get().state == Batch.State.EMPTY


def test_words_hidden_meanwhile_are_not_in_the_digest() -> None:
    follow_peja(frequency=Frequency.NOW)
    report = a_report()
    update = answer_report(report=report, role="officer", text="E turpshme")
    run = tell_followers(report=report, kind=Kind.CHANGED, source="update:1", update=update)
    assert run == 1
    type(update).objects.update(audience="hidden")
    send_due()
    assert news() == []


def test_an_erased_report_leaves_the_queued_digest_and_the_rest_is_told() -> None:
    follow_peja(frequency=Frequency.NOW)
    gone, stays = a_report(text="Teuta ka një gropë"), a_report(text="Drita nuk punon")
    for report in (gone, stays):
        tell_followers(report=report, kind=Kind.NEW, source=f"published:{report.pk}")
    send_due()
    (digest,) = news()
    assert "Teuta ka" in digest.text and "Drita nuk" in digest.text
    assert erase_report(report=gone, role="moderator")
    forget_report(report_id=gone.pk)
    assert news() == []
    send_due()
    (again,) = news()
    assert "Teuta ka" not in again.text + again.html and "Drita nuk" in again.text
    assert again.message_id != digest.message_id


def test_pauses_are_silent_and_what_happened_meanwhile_is_not_told_later() -> None:
    one, all_of_it = (
        follow_peja(frequency=Frequency.NOW),
        follow_peja("all@example.com", frequency=Frequency.NOW),
    )
    pause_subscription(subscription=one, paused=True)
    pause_everything(subscriber=all_of_it.subscriber, paused=True)
    tell_followers(report=a_report(), kind=Kind.NEW, source="published:1")
    one.refresh_from_db()
    pause_subscription(subscription=one, paused=False)
    pause_everything(subscriber=all_of_it.subscriber, paused=False)
    send_due()
    assert news() == []
    tell_followers(report=a_report(), kind=Kind.NEW, source="published:2")
    send_due()
    assert {mail.recipient for mail in news()} == {"besa@example.com", "all@example.com"}


def test_followers_of_a_duplicate_follow_the_original() -> None:
    report, original = a_report(), a_report()
    follow(report)
    both = follow(report, "both@example.com")
    follow(original, "both@example.com")
    mark_duplicate(report=report, duplicate_of=original, role="officer")
    run_listeners(times=2)
    OutgoingMail.objects.all().delete()
    answer_report(report=original, role="officer", text="Po")
    run_listeners()
    assert sorted(mail.recipient for mail in news()) == ["besa@example.com", "both@example.com"]
    assert both.subscriber.subscriptions.count() == 2


def test_the_reporter_is_told_by_the_reporters_mail_only() -> None:
    follow_peja("teuta@example.com", frequency=Frequency.NOW)
    acknowledge_report(report=a_report(), role="officer")
    run_listeners()
    assert [mail.kind for mail in OutgoingMail.objects.all()] == ["alerts.change"]


def test_each_language_and_brand_gets_its_own_words() -> None:
    follow_peja(frequency=Frequency.NOW, language="sq", brand="ndreqe")
    follow_peja("milan@example.com", frequency=Frequency.NOW, language="sr", brand="popravi")
    fix_report(report=a_report(), role="officer")
    run_listeners()
    for mail in news():
        assert f"/{mail.language}/reports/" in mail.text
        assert ("ndreqe" in mail.html) == (mail.language == "sq")


def test_nothing_is_kept_longer_than_needed() -> None:
    report = a_report()
    follow_peja(frequency=Frequency.NOW)
    Client().post(reverse("alerts:follow", args=[report.pk]), {"email": "unsure@example.com"})
    tell_followers(report=report, kind=Kind.NEW, source="published:1")
    send_due()
    gone = apply_rules()
    assert gone["alerts.unconfirmed"] == gone["alerts.told"] == 0
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=61)):
        apply_rules()
    assert [one.address for one in Subscriber.objects.all()] == ["besa@example.com"]
    assert (Happening.objects.count(), Notice.objects.count(), Batch.objects.count()) == (0, 0, 0)
