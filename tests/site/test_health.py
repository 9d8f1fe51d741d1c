"""The health page tells what a watchman needs, also when the database is away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from besa.core.models import OutboxEvent

pytestmark = pytest.mark.django_db


def test_a_healthy_installation_says_what_runs(client: Client) -> None:
    response = client.get("/healthz")
    about = response.json()
    assert (response.status_code, about["status"], about["database"]) == (200, "ok", connection.vendor)
    assert about["database_version"][0].isdigit()
    assert (about["ledger_size"], about["oldest_unsent"]) == (0, None)


def test_what_waits_too_long_is_told(client: Client) -> None:
    waiting = OutboxEvent.objects.create(name="tests.lost", payload="{}")
    assert client.get("/healthz").json()["status"] == "ok"
    OutboxEvent.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - timedelta(minutes=16))
    about = client.get("/healthz").json()
    assert about["status"] == "degraded"
    assert about["oldest_unsent"] is not None


def test_a_database_that_is_away_is_no_server_error(client: Client) -> None:
    def refuse(*_: object) -> None:
        raise DatabaseError("away")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")
    assert (response.status_code, response.json()["status"]) == (503, "down")
