"""Whichever row of the ledger's tables is changed, removed, added or moved: it is seen."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from besa.ledger.checks import faults
from besa.ledger.epochs import keep_head
from besa.ledger.models import Checkpoint, Entry, PrivatePayload, TreeNode
from besa.ledger.services import erase_subject, open_epoch, seal_entries
from tests.factories.ledger import make_entries, make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger() -> None:
    """Eleven entries, three heads in two epochs, an erasure."""
    make_entries(4, private={"text": "a"})
    seal_entries()
    erase_subject(subject="report:00000000000000000000000002", actor_role="moderator", municipality="")
    make_entries(5)
    seal_entries()
    open_epoch(reason="restored")
    seal_entries()


def _exchange(first: int, second: int) -> None:
    for old, new in ((first, 10**9), (second, first), (10**9, second)):
        Entry.objects.filter(position=old).update(position=new)


def _move_times() -> None:
    row = Entry.objects.get(position=3)
    Entry.objects.filter(pk=row.pk).update(at=row.at - timedelta(seconds=1))


def _add_to_the_end() -> None:
    Entry.objects.filter(pk=make_entry().pk).update(position=11)


CHANGES: dict[str, Callable[[], object]] = {
    "verb": lambda: Entry.objects.filter(position=3).update(verb="reports.fixed"),
    "subject": lambda: Entry.objects.filter(position=3).update(subject="report:x"),
    "municipality": lambda: Entry.objects.filter(position=3).update(municipality="peja"),
    "role": lambda: Entry.objects.filter(position=3).update(actor_role="reporter"),
    "time": _move_times,
    "deleted": lambda: Entry.objects.filter(position=3).delete(),
    "deleted at the end": lambda: Entry.objects.filter(position=10).delete(),
    "added": _add_to_the_end,
    "exchanged": lambda: _exchange(2, 3),
    "a node": lambda: TreeNode.objects.filter(level=2, position=1).update(digest=bytes(32)),
    "a node deleted": lambda: TreeNode.objects.filter(level=1, position=4).delete(),
    "a node added": lambda: TreeNode.objects.create(level=1, position=99, digest=bytes(32)),
    "a root": lambda: Checkpoint.objects.filter(size=4).update(root="00" * 32),
    "a size": lambda: Checkpoint.objects.filter(size=4).update(size=3),
    "an origin": lambda: Checkpoint.objects.filter(size=4).update(origin="other"),
    "a note": lambda: Checkpoint.objects.filter(size=4).update(note="x"),
    "the last checkpoint deleted": lambda: Checkpoint.objects.filter(size=11).delete(),
    "the kept head": lambda: keep_head("x"),
    "a payload": lambda: PrivatePayload.objects.filter(payload='{"text":"a"}').update(payload='{"text":"b"}'),
    "a key": lambda: PrivatePayload.objects.update(key=bytes(32)),
    "whose payload": lambda: PrivatePayload.objects.update(subject="report:x"),
}


@pytest.mark.usefixtures("ledger")
def test_nothing_is_wrong_with_an_honest_ledger(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(faults()) == []
    call_command("check_ledger")
    assert "11 sealed entries: nothing is wrong" in capsys.readouterr().out


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_seen(change: str) -> None:
    CHANGES[change]()
    assert list(faults())
    with pytest.raises(CommandError, match="faults"):
        call_command("check_ledger")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(position=st.integers(0, 10), seed=st.integers())
@pytest.mark.usefixtures("ledger")
def test_any_letter_of_any_entry_counts(position: int, seed: int) -> None:
    row = Entry.objects.get(position=position)
    place = random.Random(seed).randrange(len(row.leaf))
    letter = "x" if row.leaf[place] != "x" else "y"
    changed = row.leaf[:place] + letter + row.leaf[place + 1 :]
    Entry.objects.filter(pk=row.pk).update(leaf=changed)
    try:
        assert list(faults())
    finally:
        Entry.objects.filter(pk=row.pk).update(leaf=row.leaf)
