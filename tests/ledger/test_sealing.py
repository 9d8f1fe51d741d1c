"""The sealer: places after commit, signed heads, and refusal to contradict what was signed."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from besa.ledger import tree
from besa.ledger.epochs import current_epoch, keep_head, kept_head
from besa.ledger.folder import ledger_folder
from besa.ledger.merkle import EMPTY_ROOT, is_consistent, is_included, leaf_hash
from besa.ledger.models import Checkpoint, Entry, TreeNode
from besa.ledger.queries import latest_checkpoint, sealed_size
from besa.ledger.services import SealRefused, open_epoch, seal_entries
from tests.factories.ledger import make_entries, make_entry

pytestmark = pytest.mark.django_db


def test_an_empty_ledger_has_a_signed_head() -> None:
    assert seal_entries() == 0
    head = current_epoch().head_of(kept_head())
    assert (head.size, head.root) == (0, EMPTY_ROOT)
    assert head.origin.endswith("/ledger/1")


def test_entries_get_positions_in_the_order_they_came() -> None:
    make_entries(3)
    assert seal_entries() == 3
    make_entries(2)
    assert seal_entries() == 2
    assert list(Entry.objects.order_by("pk").values_list("position", flat=True)) == [0, 1, 2, 3, 4]
    assert seal_entries() == 0
    assert Checkpoint.objects.count() == 2


def test_every_head_continues_the_one_before_and_proves_its_entries() -> None:
    roots = {}
    for batch in (1, 2, 5, 1, 9):
        make_entries(batch)
        seal_entries()
        checkpoint = latest_checkpoint()
        assert checkpoint
        head = current_epoch().head_of(checkpoint.note)
        assert head.root.hex() == checkpoint.root
        roots[head.size] = head.root
    newest = max(roots)
    for size, root in roots.items():
        proof = tree.consistency_proof(size, newest)
        assert is_consistent(size, newest, root, roots[newest], proof)
    for entry in Entry.objects.all():
        proof = tree.inclusion_proof(entry.position or 0, newest)
        assert is_included(leaf_hash(entry.leaf.encode()), entry.position or 0, newest, proof, roots[newest])


def test_a_proof_reads_few_rows(django_assert_max_num_queries: object) -> None:
    make_entries(70)
    seal_entries()
    with django_assert_max_num_queries(2):
        tree.inclusion_proof(33, 70)
    assert TreeNode.objects.count() == 35 + 17 + 8 + 4 + 2 + 1
    with pytest.raises(tree.TreeDamaged):
        TreeNode.objects.filter(level=3).delete()
        tree.inclusion_proof(33, 70)


def test_the_key_is_the_owners_alone() -> None:
    seal_entries()
    (key,) = ledger_folder().glob("*.pem")
    assert key.stat().st_mode & 0o777 == 0o600
    assert ledger_folder() == settings.LEDGER_FOLDER


def test_a_database_behind_the_kept_head_is_not_signed() -> None:
    make_entries(3)
    seal_entries()
    Checkpoint.objects.all().delete()
    TreeNode.objects.all().delete()
    Entry.objects.all().delete()
    make_entry()
    with pytest.raises(SealRefused, match="restored or cut"):
        seal_entries()
    assert current_epoch().head_of(kept_head()).size == 3


def test_a_database_that_contradicts_the_kept_head_is_not_signed() -> None:
    make_entries(4)
    seal_entries()
    other = TreeNode.objects.get(level=2)
    TreeNode.objects.filter(pk=other.pk).update(digest=bytes(32))
    make_entry()
    with pytest.raises(SealRefused, match="contradicts"):
        seal_entries()
    assert sealed_size() == 4


def test_places_given_by_another_hand_are_not_signed() -> None:
    make_entries(2)
    seal_entries()
    Entry.objects.filter(pk=make_entry().pk).update(position=2)
    make_entry()
    with pytest.raises(SealRefused, match="another number"):
        seal_entries()


def test_a_foreign_key_is_not_continued() -> None:
    make_entries(2)
    seal_entries()
    next(ledger_folder().glob("*.pem")).unlink()
    (ledger_folder() / "epochs.jsonl").unlink()
    make_entry()
    with pytest.raises(SealRefused, match="not this ledger's"):
        seal_entries()
    open_epoch(reason="administrator")
    assert seal_entries() == 2
    assert current_epoch().number == 2


def test_a_crash_between_commit_and_the_kept_head_heals() -> None:
    make_entries(2)
    seal_entries()
    before = kept_head()
    make_entries(2)
    seal_entries()
    after = kept_head()
    keep_head(before)
    assert seal_entries() == 0
    assert kept_head() == after


def test_a_new_epoch_publishes_the_head_it_gives_up() -> None:
    make_entries(2)
    seal_entries()
    given_up = kept_head()
    epoch = open_epoch(reason="administrator")
    assert epoch.number == 2
    assert epoch.abandoned == given_up
    assert seal_entries() == 1
    head = current_epoch().head_of(kept_head())
    assert head.origin.endswith("/ledger/2")
    assert head.size == 3
    opened = Entry.objects.get(position=2)
    assert opened.verb == "ledger.epoch_opened"
    assert "/ledger/1" in opened.leaf


def test_the_command_prints_the_head(capsys: pytest.CaptureFixture[str]) -> None:
    make_entries(2)
    call_command("seal")
    out, err = capsys.readouterr()
    assert out == kept_head()
    assert "2 entries sealed" in err
    keep_head("nonsense\n")
    make_entry()
    with pytest.raises(CommandError, match="not this ledger's"):
        call_command("seal")
    keep_head(out)
    call_command("seal", open_epoch=True)
    assert current_epoch().number == 2


def test_how_long_sealing_takes(record_property: Callable[[str, object], None]) -> None:
    """Measured and reported, not judged: the machine may be busy."""
    make_entries(1000)
    start = time.perf_counter()
    assert seal_entries() == 1000
    record_property("thousand_entries_ms", round((time.perf_counter() - start) * 1000))
