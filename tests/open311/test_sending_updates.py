"""POST servicerequestupdates: a municipality's own system says what became of a report."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from besa.open311.models import Scope, WaitingPicture
from besa.open311.services.keys import KeyRefused, create_api_key
from besa.reports.models import Report, Transition, Update
from tests.factories.open311 import BASE, ENGLISH, error_of
from tests.factories.public import make_municipality, make_report

pytestmark = pytest.mark.django_db


def a_key(slug: str = "peja", per_hour: int = 50, **values: Any) -> str:
    chosen = {"scopes": {Scope.UPDATE}, "municipality": make_municipality(slug)} | values
    return create_api_key(name=f"system-of-{slug}", per_hour=per_hour, **chosen)[1]


def tell(client: Client, key: str, report: Report, **values: Any) -> HttpResponse:
    sent = {"api_key": key, "service_request_id": report.pk} | values
    return client.post(f"{BASE}servicerequestupdates.json", sent, headers=ENGLISH)


def test_words_and_a_state(client: Client) -> None:
    report, key = make_report(), a_key()
    response = tell(
        client,
        key,
        report,
        status="IN_PROGRESS",
        description="On Tuesday",
        media_url="https://example.org/a.jpg",
    )
    change = Transition.objects.get(report=report, new="in_progress")
    assert response.json() == [{"update_id": f"change-{change.pk}"}]
    assert (change.actor_role, change.update.text) == ("officer", "On Tuesday")
    assert WaitingPicture.objects.get().update == change.update
    shown = client.get(f"{BASE}servicerequestupdates.json").json()
    assert [(row["update_id"], row["status"]) for row in shown] == [(f"change-{change.pk}", "in_progress")]


def test_words_alone(client: Client) -> None:
    report, key = make_report(), a_key()
    response = tell(client, key, report, description="Soon")
    assert response.json() == [{"update_id": f"words-{Update.objects.get().pk}"}]
    report.refresh_from_db()
    assert report.state == "received"
    assert report.responded_at is not None


def test_a_receipt_is_no_answer(client: Client) -> None:
    report, key = make_report(), a_key()
    tell(client, key, report, status="open", description="We have it")
    report.refresh_from_db()
    assert report.responded_at is None


def test_what_changes_nothing_is_refused_and_words_are_always_kept(client: Client) -> None:
    report, key = make_report(state="fixed"), a_key()
    for said in ({"status": "fixed"}, {"status": "open"}, {"status": "fixed", "description": "..."}):
        for _ in range(2):  # nor is a refusal an answer to be given again
            code, why = error_of(tell(client, key, report, update_id="7", **said))
            assert (code, "description" in why) == (400, True), said
    assert not Update.objects.exists()
    told = tell(client, key, report, update_id="7", status="fixed", description="Done long ago")
    assert told.json() == [{"update_id": f"words-{Update.objects.get().pk}"}]


def test_a_picture_without_words_is_kept_with_the_state(client: Client) -> None:
    report, key = make_report(), a_key()
    told = tell(client, key, report, status="fixed", media_url="https://example.org/a.jpg")
    change = Transition.objects.get(report=report)
    assert told.json() == [{"update_id": f"change-{change.pk}"}]
    assert WaitingPicture.objects.get().update == change.update


def test_the_same_update_is_taken_once(client: Client) -> None:
    report, key = make_report(), a_key()
    answers = [
        tell(client, key, report, update_id="77", status="fixed", description="Done") for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert Update.objects.count() == 1
    assert error_of(tell(client, key, report, update_id="77", description="Other"))[0] == 409


def test_a_key_speaks_for_its_municipality_only(client: Client) -> None:
    report, hidden = make_report(), make_report(visibility="hidden")
    kukes, peja = a_key("kukes"), a_key("peja")
    assert error_of(tell(client, kukes, report, description="x"))[0] == 403
    assert error_of(tell(client, peja, hidden, description="x"))[0] == 404
    assert error_of(tell(client, peja, report, description="x", jurisdiction_id="kukes"))[0] == 404
    assert error_of(tell(client, "guessed", report, description="x"))[0] == 403
    elsewhere = f"{BASE}servicerequestupdates.json?api_key={peja}&jurisdiction_id=kukes"
    assert error_of(client.post(elsewhere, {"service_request_id": report.pk, "description": "x"}))[0] == 404
    reporting = create_api_key(name="app", scopes={Scope.REPORT}, municipality=make_municipality())[1]
    assert error_of(tell(client, reporting, report, description="x"))[0] == 403
    assert not Update.objects.exists()
    with pytest.raises(KeyRefused):
        create_api_key(name="all", scopes={Scope.UPDATE})


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"status": "half"},
        {"service_request_id": "x", "description": "x"},
        {"description": "x" * 4_001},
        {"description": "x", "media_url": "http://127.0.0.1/"},
        {"description": "a\0b"},
    ],
)
def test_what_cannot_be_understood(client: Client, values: dict[str, Any]) -> None:
    assert error_of(tell(client, a_key(), make_report(), **values))[0] == 400


def test_too_much_is_refused(client: Client) -> None:
    report, key = make_report(), a_key(per_hour=1)
    assert tell(client, key, report, description="x").status_code == 200
    response = tell(client, key, report, description="y")
    assert (error_of(response)[0], response["Retry-After"]) == (429, "3600")
    assert Update.objects.count() == 1
