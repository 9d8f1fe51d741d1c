"""Following publications: in one's own language, once, and nothing of what is not public any more."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from besa.alerts.listeners import tell_of_publication
from besa.alerts.models import Batch, Notice, Subscription
from besa.alerts.scopes import Scope, scope_of
from besa.alerts.services.composing import message_of
from besa.alerts.services.sending import send_due
from besa.core.messages import Message
from besa.core.models import OutgoingMail
from besa.core.registries import mail_checks
from besa.publications.events import EditionPublished
from besa.publications.models import Correction, Edition, Revision
from tests.factories.alerts import follow_scope
from tests.factories.public import make_municipality
from tests.factories.published import TITLES, a_draft_of, a_work, publish, withdraw

pytestmark = pytest.mark.django_db


def told(revision: Revision, *corrections: Correction) -> list[Message]:
    """Tell twice, as a listener may run twice; what went out."""
    Batch.objects.all().delete()
    event = EditionPublished(revision.edition_id, revision.pk, tuple(one.pk for one in corrections))
    for _ in range(2):
        tell_of_publication(event)
    send_due()
    return [message for batch in Batch.objects.filter(state="sent") if (message := message_of(batch))]


def everyone(**narrower: Any) -> Scope:
    return Scope(publications=True, **narrower)


def test_followers_of_place_organisation_and_kind_hear_of_it_once() -> None:
    town, elsewhere = make_municipality(), make_municipality("kukes")
    work = a_work(municipality=town)
    for scope, address in (
        (everyone(), "one@example.org"),
        (everyone(municipality=town), "one@example.org"),
        (everyone(organisation=work.organisation, publication_kind="monitoring_report"), "two@example.org"),
        (everyone(municipality=elsewhere), "none@example.org"),
        (everyone(publication_kind="news"), "none@example.org"),
        (Scope(municipality=town), "reports@example.org"),
    ):
        follow_scope(scope, address)
    messages = told(publish(a_draft_of(work, language="en")))
    assert [message.title for message in messages] == [TITLES["en"]] * 2
    assert "/publications/zotimet/" in messages[0].text and messages[0].stop_url in messages[0].text
    assert messages[0].data["publications"][0]["kind"] == "monitoring_report"


def test_each_reads_their_own_language_and_nobody_a_small_change() -> None:
    follow_scope(everyone(), "one@example.org")  # reads English
    work = a_work()
    english, albanian = a_draft_of(work, language="en"), a_draft_of(work)
    first = publish(english)
    assert [message.title for message in told(first)] == [TITLES["en"]]
    assert told(publish(albanian)) == []
    again = publish(english, title="New title")
    assert told(again) == []
    correction = Correction.objects.create(
        edition=english, kind="our_error", text="The share was wrong.", revision=again, made_at=again.made_at
    )
    (message,) = told(again, correction)
    assert "The share was wrong." in message.text


def test_a_correction_comes_in_the_letters_of_its_reader() -> None:
    follow_scope(everyone(), "one@example.org", language="sr-latn")
    serbian = a_draft_of(a_work(), language="sr")
    publish(serbian)
    again = publish(serbian)
    words = Correction(
        edition=serbian, kind="our_error", text="Број је погрешан.", revision=again, made_at=again.made_at
    )
    words.save()
    (message,) = told(again, words)
    assert (message.title, "Broj je pogrešan." in message.text) == ("Obećanja gradonačelnice", True)


def test_what_is_withdrawn_is_not_told_and_a_mail_that_waits_is_taken_back() -> None:
    follow_scope(everyone(), "one@example.org")
    edition = a_draft_of(a_work(), language="en")
    revision = publish(edition)
    (message,) = told(revision)
    waiting = OutgoingMail(subject_key=message.about, kind="alerts.news", recipient="one@example.org")
    may_go = mail_checks.get("alerts")
    assert may_go(waiting)
    Notice.objects.all().delete()
    tell_of_publication(EditionPublished(edition.pk, revision.pk))  # noted, and not written to anybody yet
    withdraw(edition)
    assert not may_go(waiting)
    send_due()
    assert [message_of(batch) for batch in Batch.objects.order_by("-pk")[:1]] == [None]
    Notice.objects.all().delete()
    assert told(Revision.objects.get(pk=revision.pk)) == []
    assert not Edition.objects.get(pk=edition.pk).is_public


def test_a_digest_of_pledges_or_publications_is_not_taken_for_one_of_hidden_reports() -> None:
    follow_scope(everyone(), "one@example.org")
    for slug in ("nje", "dy"):
        tell_of_publication(EditionPublished(0, publish(a_draft_of(a_work(slug), language="en")).pk))
    send_due()
    batch = Batch.objects.get()
    (message,) = [message_of(batch)]
    assert message is not None and message.title == "2 new publications"
    digest = OutgoingMail(subject_key=message.about, kind="alerts.news", recipient="one@example.org")
    assert mail_checks.get("alerts")(digest)
    withdraw(Edition.objects.get(publication__slug="dy"))
    assert not mail_checks.get("alerts")(digest)


def test_the_form_asks_the_owner_of_the_address() -> None:
    make_municipality()
    page = "/en/follow/publications/"
    client = Client()
    assert "Publications: Peja" in client.get(page, {"municipality": "peja"}).content.decode()
    answer = client.post(
        f"{page}?municipality=peja&kind=news", {"email": "me@example.org", "frequency": "weekly"}
    )
    assert answer.status_code == 302
    subscription = Subscription.objects.get()
    assert (str(scope_of(subscription)), subscription.frequency) == ("News: Peja", "weekly")
    assert subscription.confirmed_at is None and not mail.outbox
    assert client.get(page, {"municipality": "nowhere"}).status_code == 404
    assert client.get(page, {"organisation": "nobody"}).status_code == 404
    listed = client.get("/en/publications/", {"kind": "news"}).content.decode()
    assert "/en/follow/publications/?kind=news" in listed
