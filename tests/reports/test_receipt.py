"""The reporter's private page: follow, add, withdraw, and nobody else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from besa.core.models import OutboxEvent
from besa.core.vouching import Trust
from besa.places.models import Municipality
from besa.reports.models import Photo, Report, Update
from besa.reports.models.report import State, Visibility
from besa.reports.private_links import confirmation_of, secret_of
from besa.reports.services.submission import submit_report
from tests.factories.photos_small import jpeg
from tests.factories.submission import draft, town_of_peja

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    return submit_report(draft=draft(town_of_peja()), device="d" * 64, trust=Trust.PROOF_OF_WORK)


def page_of(report: Report, action: str = "") -> str:
    return f"/en/receipt/{report.uid}/{secret_of(report.reporter)}/{action}"


def test_it_shows_state_place_and_the_private_link(client: Client, report: Report) -> None:
    answer = client.get(page_of(report))
    page = answer.content.decode()
    assert f"Your report {report.pk}" in page
    assert "Qendra, Peja" in page
    assert page_of(report) in page
    assert "Your report is public" in page


def test_it_does_not_leak(client: Client, report: Report) -> None:
    answer = client.get(page_of(report))
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("secret", ["", "x", "A" * 22, "ë" * 22])
def test_a_wrong_secret_opens_nothing(client: Client, report: Report, secret: str) -> None:
    for action in ("", "add/", "withdraw/", "resend/"):
        address = f"/en/receipt/{report.uid}/{secret or '-'}/{action}"
        assert client.post(address).status_code in (404, 405)
        assert client.get(address).status_code in (404, 405)


def test_the_link_dies_with_an_erased_report(client: Client, report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(visibility=Visibility.ERASED)
    assert client.get(page_of(report)).status_code == 404


def test_words_and_photos_can_be_added(client: Client, report: Report) -> None:
    answer = client.post(page_of(report, "add/"), {"text": "Tani është më keq", "photos": [jpeg()]})
    assert answer.status_code == 302
    update = Update.objects.get()
    assert (update.text, update.author_role, update.audience) == (
        "Tani është më keq",
        "reporter",
        Update.Audience.PUBLIC,
    )
    assert Photo.objects.get().update == update
    assert OutboxEvent.objects.filter(name="reports.update_added").count() == 1
    assert "Tani është më keq" in client.get(page_of(report)).content.decode()


def test_nothing_at_all_cannot_be_added(client: Client, report: Report) -> None:
    answer = client.post(page_of(report, "add/"), {"text": "  "})
    assert answer.status_code == 422
    assert "Write something, or choose a photo." in answer.content.decode()
    assert Update.objects.count() == 0


def test_where_reports_are_read_first_additions_are_too(client: Client, report: Report) -> None:
    Municipality.objects.update(moderation=Municipality.Moderation.BEFORE)
    client.post(page_of(report, "add/"), {"text": "Dhe emri i fajtorit"})
    assert Update.objects.get().audience == Update.Audience.WAITING
    assert "Dhe emri i fajtorit" in client.get(page_of(report)).content.decode()


def test_withdrawing_asks_first(client: Client, report: Report) -> None:
    assert "Withdraw this report?" in client.get(page_of(report, "withdraw/")).content.decode()
    report.refresh_from_db()
    assert report.state == State.RECEIVED
    client.post(page_of(report, "withdraw/"))
    report.refresh_from_db()
    assert report.state == State.WITHDRAWN
    page = client.get(page_of(report)).content.decode()
    assert "Add to your report" not in page
    assert "Withdraw this report" not in page


def test_what_is_closed_cannot_be_withdrawn(client: Client, report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(state=State.FIXED, closed_at=timezone.now())
    page = client.post(page_of(report, "withdraw/"), follow=True).content.decode()
    assert "can no longer be withdrawn" in page
    report.refresh_from_db()
    assert report.state == State.FIXED


def test_a_refused_photo_says_why(client: Client, report: Report) -> None:
    Photo.objects.create(
        key="k" * 32,
        report=report,
        state=Photo.State.REFUSED,
        refusal="damaged",
        created_at=timezone.now(),
    )
    page = client.get(page_of(report)).content.decode()
    assert "Photo 1 could not be used." in page
    assert "damaged or incomplete" in page


def test_the_mail_can_be_sent_again_three_times(client: Client) -> None:
    waiting = submit_report(
        draft=draft(town_of_peja(), email="arta@example.com"), device="d" * 64, trust=Trust.NOTHING
    )
    for _ in range(4):
        client.post(page_of(waiting, "resend/"))
    # One when it arrived, three again.
    assert OutboxEvent.objects.filter(name="reports.received").count() == 4


def test_a_confirmed_address_cannot_be_confirmed_for_another(client: Client, report: Report) -> None:
    other = submit_report(
        draft=draft(report.municipality, email="a@example.com"), device="d" * 64, trust=Trust.NOTHING
    )
    assert client.post(f"/en/confirm/{report.uid}/{confirmation_of(other.reporter)}/").status_code == 404
    assert client.post(f"/en/confirm/{other.uid}/{confirmation_of(other.reporter)}/").status_code == 302
