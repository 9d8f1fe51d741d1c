"""Forgetting leaves every proof as it was, and is remembered outside the database."""

from __future__ import annotations

import json

import pytest

from besa.ledger import tree
from besa.ledger.epochs import current_epoch, kept_head
from besa.ledger.erasure_list import FILE, erasures
from besa.ledger.folder import ledger_folder
from besa.ledger.merkle import is_included, leaf_hash
from besa.ledger.models import Entry, PrivatePayload
from besa.ledger.services import erase_subject, seal_entries
from tests.factories.ledger import make_entry

SUBJECT = "report:01hq0000000000000000000001"


def _erase() -> Entry:
    return erase_subject(subject=SUBJECT, actor_role="moderator", municipality="gjakova")


@pytest.mark.django_db
def test_payload_and_key_go_and_proofs_stay() -> None:
    make_entry(subject=SUBJECT, private={"text": "Arta was here"})
    other = make_entry(private={"text": "stays"})
    seal_entries()
    _erase()
    seal_entries()
    assert list(PrivatePayload.objects.values_list("entry_id", flat=True)) == [other.pk]
    head = current_epoch().head_of(kept_head())
    assert head.size == 3
    for entry in Entry.objects.all():
        proof = tree.inclusion_proof(entry.position or 0, head.size)
        assert is_included(leaf_hash(entry.leaf.encode()), entry.position or 0, head.size, proof, head.root)
    told = json.loads(Entry.objects.get(verb="ledger.erased").leaf)
    assert told["subject"] == SUBJECT
    assert told["public"] == {"payloads": 1}


@pytest.mark.django_db(transaction=True)
def test_the_list_outside_knows_at_once() -> None:
    _erase()
    assert [erasure.subject for erasure in erasures()] == [SUBJECT]
    seal_entries()
    assert len(erasures()) == 1


@pytest.mark.django_db
def test_the_sealer_lists_what_a_crash_left_out() -> None:
    _erase()  # inside this test's transaction: nothing is committed, so nothing is listed yet
    assert erasures() == []
    seal_entries()
    assert [erasure.subject for erasure in erasures()] == [SUBJECT]


@pytest.mark.django_db(transaction=True)
def test_a_line_cut_short_by_a_crash_is_written_again() -> None:
    _erase()
    path = ledger_folder() / FILE
    whole = path.read_text()
    path.write_text(whole + '{"subject": "rep')
    assert len(erasures()) == 1
    _erase()
    assert len(erasures()) == 2
    assert path.read_text().startswith(whole)
