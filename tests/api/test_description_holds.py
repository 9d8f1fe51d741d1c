"""schemathesis asks every operation for what its description promises, and for what it must refuse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from copy import deepcopy

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, settings

from besa.api import limits
from besa.api.application import description
from besa.config.wsgi import application
from besa.reports.models import Photo, Transition, Update
from besa.reports.models.report import Visibility
from tests.factories.public import make_category, make_municipality, make_place, make_report

pytestmark = pytest.mark.django_db
schema = schemathesis.openapi.from_dict(deepcopy(description()))
schema.app = application


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """A request would close the connection, and with it the test's transaction; Django's own client does this too."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> None:
    """Peja with reports of all kinds, and with one that nobody may see."""
    monkeypatch.setattr(limits, "_meter", limits.Meter(at_once=10**9))
    peja = make_municipality("peja")
    make_municipality("kukes", names={"sq": "Kukës"}, population=None, active=False)
    place = make_place(peja)
    now = timezone.now()
    for number in range(1, 8):
        report = make_report(
            pk=number,
            municipality=peja,
            place=place if number % 2 else None,
            category=make_category("waste") if number % 3 else make_category("pothole"),
            state="declined" if number == 2 else "received",
            visibility=Visibility.HIDDEN if number == 3 else Visibility.PUBLIC,
            created_at=now - dt.timedelta(hours=number),
        )
        update = Update.objects.create(report=report, text="Soon", author_role="officer", created_at=now)
        Transition.objects.create(
            report=report, old="received", new="declined", at=now, reason="not_found", actor_role="officer"
        )
        Photo.objects.create(
            report=report, update=update, key=f"{number:032x}", state="ready", version=1, created_at=now
        )


@schema.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_every_answer_is_as_described(case: schemathesis.Case, town: None) -> None:
    case.call_and_validate(headers={"Host": "testserver"})
