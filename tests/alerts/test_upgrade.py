"""Whoever followed a report before there were subscribers goes on following it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from besa.alerts.kinds import Kind
from besa.alerts.models import Silence, Subscriber, Subscription
from besa.alerts.queries.matching import matches_of
from tests.factories.desk import a_report

BEFORE = [("alerts", "0001_initial")]


@pytest.fixture
def latest() -> Iterator[list[tuple[str, str]]]:
    """Whatever happens, the other tests find today's tables."""
    leaves = [leaf for leaf in MigrationExecutor(connection).loader.graph.leaf_nodes() if leaf[0] == "alerts"]
    yield leaves
    MigrationExecutor(connection).migrate(leaves)


@pytest.mark.django_db(transaction=True)
def test_followers_and_silences_are_carried_over(latest: list[tuple[str, str]]) -> None:
    report, other = a_report(), a_report()
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    old: Any = executor.loader.project_state(BEFORE).apps.get_model("alerts", "Subscription")
    now, common = timezone.now(), {"language": "sq", "brand": "ndreqe"}
    old.objects.create(report_id=report.pk, email="drita@example.com", key="a", confirmed_at=now, **common)
    old.objects.create(report_id=report.pk, email="Drita@example.com", key="b", confirmed_at=now, **common)
    old.objects.create(report_id=other.pk, email="drita@example.com", key="c", **common)
    old.objects.create(report_id=report.pk, email="teuta@example.com", key="d", stopped_at=now, **common)
    MigrationExecutor(connection).migrate(latest)
    assert [silence.report_id for silence in Silence.objects.all()] == [report.pk]
    subscriber = Subscriber.objects.get()
    assert (subscriber.address, subscriber.channel) == ("drita@example.com", "mail")
    kept = {one.key: one for one in Subscription.objects.all()}
    assert set(kept) == {"a", "c"} and kept["a"].brand == "ndreqe"
    assert [match.subscription_id for match in matches_of(report, Kind.CHANGED)] == [kept["a"].pk]
    assert matches_of(other, Kind.CHANGED) == []
