"""Rows of many acts are written together, in order, and only those of acts that were done."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_q.models import OrmQ

from besa.core.gathering import gathering, one_of_many, write_soon
from besa.core.models import OutboxEvent
from besa.core.services import publish
from besa.ledger.models import Entry, PrivatePayload
from besa.ledger.services import record
from besa.reports.events import UpdateAdded


class Refused(Exception):
    pass


def _act(number: int) -> None:
    record(
        verb="test.done",
        subject=f"test:{number}",
        actor_role="officer",
        municipality="peja",
        public={"number": number},
        private={"text": f"hidden {number}"} if number % 2 else None,
    )
    publish(UpdateAdded(report=number, update=number))


def _write(acts: Sequence[int]) -> None:
    with transaction.atomic(), gathering():
        for number in acts:
            _act(number)


@pytest.mark.django_db
def test_as_many_statements_for_twenty_acts_as_for_two() -> None:
    counts = []
    for acts in (range(2), range(100, 120)):
        with CaptureQueriesContext(connection) as captured:
            _write(acts)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert Entry.objects.count() == OutboxEvent.objects.count() == OrmQ.objects.count() == 22
    subjects = [f"test:{n}" for n in (0, 1, *range(100, 120))]
    assert list(Entry.objects.order_by("pk").values_list("subject", flat=True)) == subjects
    for hidden in PrivatePayload.objects.all():
        assert Entry.objects.get(pk=hidden.entry_id).subject == hidden.subject
    told = [task.args()[0] for task in OrmQ.objects.order_by("pk")]
    assert told == list(OutboxEvent.objects.order_by("pk").values_list("pk", flat=True))


@pytest.mark.django_db
def test_a_refused_act_leaves_nothing_and_the_others_stay() -> None:
    with transaction.atomic(), gathering():
        _act(0)
        with pytest.raises(Refused), one_of_many():
            _act(1)
            raise Refused
        with one_of_many():
            _act(2)
    assert list(Entry.objects.order_by("pk").values_list("subject", flat=True)) == ["test:0", "test:2"]
    assert OutboxEvent.objects.count() == OrmQ.objects.count() == 2


@pytest.mark.django_db
def test_what_fails_as_a_whole_writes_nothing() -> None:
    with pytest.raises(Refused), transaction.atomic(), gathering():
        _act(0)
        raise Refused
    assert not Entry.objects.exists() and not OutboxEvent.objects.exists()
    with transaction.atomic():
        _act(1)
    assert Entry.objects.count() == 1


def test_without_gathering_it_is_written_at_once() -> None:
    written: list[int] = []
    write_soon(written.extend, 1)
    with gathering():
        write_soon(written.extend, 2)
        assert written == [1]
    assert written == [1, 2]
