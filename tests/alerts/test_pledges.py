"""Following pledges: one message for a round, whatever of it somebody follows; nothing of what is not public."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from besa.alerts.listeners import tell_of_correction, tell_of_ratings
from besa.alerts.models import Batch, Notice, Subscription
from besa.alerts.scopes import Scope
from besa.alerts.services.composing import message_of
from besa.alerts.services.sending import send_due
from besa.core.messages import Message
from besa.pledges.events import RatingCorrected, RoundPublished
from besa.pledges.models import Pledge, Round
from tests.factories.alerts import follow_scope
from tests.factories.pledges import Desk, a_desk, a_draft
from tests.pledges.test_public_pages import corrected, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return a_desk()


def everything(desk: Desk, **narrower: object) -> Scope:
    return Scope(mandate=desk.mandate, municipality=desk.municipality, **narrower)


def tell(desk: Desk) -> list[Message]:
    """Publish one round, tell of it twice, and read what went out."""
    round = Round.objects.get(mandate=desk.mandate)
    for _ in range(2):
        tell_of_ratings(RoundPublished(round=round.pk, ratings=()))
    return sent()


def sent() -> list[Message]:
    send_due()
    batches = Batch.objects.order_by("pk")
    assert {batch.state for batch in batches} <= {"sent"}
    return [message for batch in batches if (message := message_of(batch))]


def test_a_round_is_one_message_for_whoever_follows_the_mayor(desk: Desk) -> None:
    follow_scope(everything(desk), "all@example.org")
    follow_scope(everything(desk, policy_area="education"), "area@example.org")
    follow_scope(everything(desk, policy_area="water"), "water@example.org")
    published(desk, "fulfilled", "stalled")
    messages = tell(desk)
    assert len(messages) == 2
    for message in messages:
        assert "2 pledges have a new rating" in message.title
        assert "It is “Fulfilled”." in message.text
        assert len(message.data["pledges"]) == 2
    assert "Pledges of Arta Lumi: Schools and kindergartens" in messages[1].text


def test_who_follows_two_pledges_and_the_mayor_hears_of_each_once(desk: Desk) -> None:
    pledges = published(desk, "fulfilled", "stalled", "partly")
    for scope in (everything(desk), everything(desk, pledge=pledges[0]), everything(desk, pledge=pledges[1])):
        follow_scope(scope, "one@example.org")
    (message,) = tell(desk)
    assert len(message.data["pledges"]) == 3
    assert Notice.objects.count() == 3


def test_a_correction_is_told_and_named_so(desk: Desk) -> None:
    pledge = published(desk, "partly", "stalled")[0]
    follow_scope(everything(desk, pledge=pledge), "one@example.org")
    follow_scope(everything(desk, pledge=Pledge.objects.exclude(pk=pledge.pk).get()), "other@example.org")
    correction = corrected(desk, pledge, "in_progress")
    tell_of_correction(RatingCorrected(rating=correction.rating_id))
    (message,) = sent()
    assert "Corrected: it was “Partly fulfilled”, it is “In progress”." in message.text
    assert message.url.endswith(f"/pledges/{desk.mandate.slug}/{pledge.uid}/")


@pytest.mark.parametrize("language", ["sq", "sr-latn", "sr", "en"])
def test_it_is_written_in_the_reader_s_language(desk: Desk, language: str) -> None:
    follow_scope(everything(desk), "all@example.org", language=language)
    published(desk, "fulfilled", "stalled")
    (message,) = tell(desk)
    assert f"/{language}/pledges/" in message.text
    assert "Arta Lumi" in message.title


def test_following_by_the_pages(desk: Desk) -> None:
    pledge = published(desk, "fulfilled")[0]
    browser = Client()
    for path, query in ((f"{pledge.uid}/", f"?pledge={pledge.uid}"), ("", "")):
        page = browser.get(f"/en/pledges/{desk.mandate.slug}/{path}").content.decode()
        address = f"/en/follow/pledges/{desk.mandate.slug}/{query}"
        assert address in page
        assert browser.get(address).status_code == 200
        answer = browser.post(address, {"email": "one@example.org"})
        assert answer.status_code == 302
    kept = Subscription.objects.order_by("pk")
    assert [(one.mandate, one.pledge, one.confirmed_at) for one in kept] == [
        (desk.mandate, pledge, None),
        (desk.mandate, None, None),
    ]
    assert browser.post(f"/en/follow/pledges/{desk.mandate.slug}/", {"email": "nonsense"}).status_code == 200
    assert not mail.outbox


def test_what_cannot_be_seen_cannot_be_followed(desk: Desk) -> None:
    draft = a_draft(desk)
    base = f"/en/follow/pledges/{desk.mandate.slug}/"
    for query in (f"?pledge={draft.uid}", "?pledge=nosuch", "?area=nowhere"):
        assert Client().get(f"{base}{query}").status_code == 404
    assert Client().get("/en/follow/pledges/nobody/").status_code == 404
    subscription = follow_scope(everything(desk, policy_area="roads"), "one@example.org")
    page = Client().get(f"/en/alerts/of/{subscription.subscriber.key}/").content.decode()
    assert "Pledges of Arta Lumi: Roads and transport" in page
    assert "New ratings and corrections" in page
    assert Client().get(f"/en/alerts/one/{subscription.key}/").status_code == 200
