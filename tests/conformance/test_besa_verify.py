"""`bin/besa-verify` as anybody runs it: on exports as they are, and on exports somebody tampered with."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from besa.ledger.epochs import current_epoch
from besa.ledger.folder import ledger_folder
from besa.ledger.models import Checkpoint, Entry, TreeNode
from besa.ledger.services import erase_subject, open_epoch, seal_entries
from tests.factories.ledger import make_entries, make_entry

VERIFY = Path(__file__).resolve().parents[2] / "bin" / "besa-verify"
SUBJECT = "report:01hq0000000000000000000009"
Lines = list[dict[str, Any]]
pytestmark = pytest.mark.django_db


def verify(*arguments: object) -> tuple[int, str]:
    """Exit status and everything it said."""
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFY), *map(str, arguments)], capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


def export(folder: Path, name: str = "ledger.jsonl") -> Path:
    """The export that the site offers now."""
    path = folder / name
    path.write_bytes(b"".join(Client().get("/ledger/export")))
    return path


def rewrite(path: Path, change: Callable[[Lines], Lines]) -> Path:
    """The same export after somebody changed its lines."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in change(lines))
    other = path.with_suffix(".tampered")
    other.write_text(text)
    return other


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """An export of thirteen entries under three heads."""
    make_entries(5)
    seal_entries()
    make_entry(subject=SUBJECT, verb="reports.fixed", private={"text": "done"})
    seal_entries()
    make_entries(7)
    seal_entries()
    return export(tmp_path)


def test_an_honest_export_verifies(ledger: Path) -> None:
    status, said = verify(ledger, "--vkey", current_epoch().vkey)
    assert status == 0, said
    assert "OK: localhost/ledger/1, 13 entries" in said
    assert "3 checkpoints" in said
    assert "note:" not in said
    status, said = verify(ledger)
    assert status == 0
    assert "compare it" in said


def test_an_act_is_found_by_its_subject_or_place(ledger: Path) -> None:
    status, said = verify(ledger, "--entry", SUBJECT)
    assert status == 0
    assert "entry 5:" in said
    assert "reports.fixed" in said
    assert "commits to a private payload" in said
    assert verify(ledger, "--entry", "5")[0] == 0
    status, said = verify(ledger, "--entry", "report:never")
    assert status == 4
    assert "holds no entry" in said


def _leaf(line: dict[str, Any], **changes: object) -> dict[str, Any]:
    told = {**json.loads(line["leaf"]), **changes}
    leaf = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {**line, "leaf": leaf}


TAMPERINGS: dict[str, Callable[[Lines], Lines]] = {
    "another verb": lambda lines: [*lines[:9], _leaf(lines[9], verb="reports.declined"), *lines[10:]],
    "another time": lambda lines: [*lines[:4], _leaf(lines[4], at="2020-01-01T00:00:00.000000Z"), *lines[5:]],
    "a commitment cut short": lambda lines: [*lines[:9], _leaf(lines[9], commitment="00"), *lines[10:]],
    "a field more": lambda lines: [*lines[:9], _leaf(lines[9], extra=1), *lines[10:]],
    "blanks in the JSON": lambda lines: [
        *lines[:9],
        {**lines[9], "leaf": lines[9]["leaf"].replace(",", ", ", 1)},
        *lines[10:],
    ],
    "an entry gone": lambda lines: lines[:7] + lines[8:],
    "an entry gone and the rest moved up": lambda lines: (
        lines[:7] + [{**line, "position": line["position"] - 1} for line in lines[8:]]
    ),
    "two entries exchanged": lambda lines: [
        *lines[:6],
        {**lines[7], "position": 2},
        {**lines[6], "position": 3},
        *lines[8:],
    ],
    "the tail cut": lambda lines: lines[:-2],
    "an entry more": lambda lines: [*lines, {**lines[-1], "position": 13}],
    "a checkpoint gone, the newest": lambda lines: lines[:3] + lines[4:],
    "a signature changed": lambda lines: [
        lines[0],
        {**lines[1], "note": lines[1]["note"][:-10] + "AAAA" + lines[1]["note"][-6:]},
        *lines[2:],
    ],
    "a size changed": lambda lines: [
        {**lines[0], "head": lines[0]["head"].replace("\n13\n", "\n12\n")},
        *lines[1:],
    ],
    "a line that is not an object": lambda lines: [*lines[:6], 7, *lines[7:]],
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_tampering_is_seen(ledger: Path, tampering: str) -> None:
    status, said = verify(rewrite(ledger, TAMPERINGS[tampering]), "--vkey", current_epoch().vkey)
    assert status == 1, said
    assert "Traceback" not in said
    assert "OK" not in said


@pytest.mark.parametrize("column", ["leaf", "position"])
def test_a_row_changed_in_the_database_is_seen(ledger: Path, column: str, tmp_path: Path) -> None:
    assert verify(ledger)[0] == 0
    if column == "leaf":
        row = Entry.objects.get(position=5)
        Entry.objects.filter(pk=row.pk).update(leaf=row.leaf.replace("reports.fixed", "reports.declined"))
    else:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            Entry.objects.filter(position=old).update(position=new)
    assert verify(export(tmp_path, "changed.jsonl"))[0] == 1


def test_a_row_deleted_from_the_database_is_seen(ledger: Path, tmp_path: Path) -> None:
    Entry.objects.filter(position=12).delete()
    assert verify(export(tmp_path, "changed.jsonl"))[0] == 1


def test_erasure_breaks_no_proof(ledger: Path, tmp_path: Path) -> None:
    witness = tmp_path / "kept"
    assert verify(ledger, "--witness", witness)[0] == 0
    erase_subject(subject=SUBJECT, actor_role="moderator", municipality="gjakova")
    seal_entries()
    status, said = verify(export(tmp_path), "--witness", witness, "--entry", SUBJECT)
    assert status == 0, said
    assert "ledger.erased" in said


def _forget_everything() -> None:
    for model in (Entry, TreeNode, Checkpoint):
        model.objects.all().delete()
    (ledger_folder() / "head").unlink()


def test_a_rewritten_history_is_seen_against_a_kept_checkpoint(ledger: Path, tmp_path: Path) -> None:
    """The operator has the key and makes a new tree that verifies by itself."""
    witness = tmp_path / "kept"
    assert verify(ledger, "--witness", witness)[0] == 0
    _forget_everything()
    make_entries(20)
    seal_entries()
    forged = export(tmp_path)
    assert verify(forged)[0] == 0
    status, said = verify(forged, "--witness", witness)
    assert status == 3
    assert "its first 13 entries are not the ones seen then" in said


@pytest.mark.parametrize("seen", [5, 6, 13])
def test_a_cut_tail_is_seen_against_any_kept_checkpoint_it_cut(
    ledger: Path, tmp_path: Path, seen: int
) -> None:
    witness = tmp_path / "kept"
    witness.mkdir()
    (witness / "old.checkpoint").write_text(Checkpoint.objects.get(size=seen).note)
    leaves = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    for model in (TreeNode, Checkpoint):
        model.objects.all().delete()
    (ledger_folder() / "head").unlink()
    Entry.objects.filter(pk__in=leaves[4:]).delete()
    Entry.objects.update(position=None)
    seal_entries()
    cut = export(tmp_path)
    assert verify(cut)[0] == 0
    status, said = verify(cut, "--witness", witness)
    assert status == 3
    assert "its tail was cut" in said
    assert len(list(witness.glob("*.checkpoint"))) == 1  # the evidence stays as it was
    [contradicting] = witness.glob("*.contradiction")  # and what contradicts it lies beside it
    assert contradicting.read_text() == Checkpoint.objects.latest("size").note


def test_a_new_epoch_without_loss_verifies_and_is_told(ledger: Path, tmp_path: Path) -> None:
    witness = tmp_path / "kept"
    assert verify(ledger, "--witness", witness)[0] == 0
    open_epoch(reason="restored")
    seal_entries()
    status, said = verify(export(tmp_path), "--witness", witness)
    assert status == 0, said
    assert "localhost/ledger/2 began at" in said
    assert "localhost/ledger/1 was given up at 13 entries" in said


def test_another_key_is_refused(ledger: Path, tmp_path: Path) -> None:
    stranger = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    status, said = verify(ledger, "--vkey", stranger)
    assert status == 1
    assert "another key" in said
    witness = tmp_path / "kept"
    assert verify(ledger, "--witness", witness)[0] == 0
    shutil.rmtree(ledger_folder())
    for model in (Entry, TreeNode, Checkpoint):
        model.objects.all().delete()
    make_entries(14)
    seal_entries()
    assert verify(export(tmp_path), "--witness", witness)[0] == 1


@pytest.mark.parametrize(
    "arguments",
    [["/nowhere.jsonl"], [str(VERIFY)], ["/dev/null"], ["x", "--quick"], ["x", "--vkey", "nonsense"]],
)
def test_what_cannot_be_checked_is_said_so(arguments: list[str]) -> None:
    status, said = verify(*arguments)
    assert status in {1, 2}
    assert said.startswith("besa-verify: ")
    assert "Traceback" not in said


@pytest.mark.django_db(transaction=True)
def test_a_live_ledger_is_checked_by_its_address(live_server: Any, tmp_path: Path) -> None:
    make_entries(5)
    seal_entries()
    witness = tmp_path / "kept"
    assert verify(live_server.url, "--witness", witness, "--quick")[0] == 0
    make_entries(4)
    seal_entries()
    status, said = verify(live_server.url, "--witness", witness, "--quick")
    assert status == 0, said
    assert "9 entries: the head continues the kept checkpoint of 5" in said
    assert verify(live_server.url, "--witness", witness)[0] == 0

    _forget_everything()
    make_entries(12)
    seal_entries()
    assert verify(live_server.url)[0] == 0
    status, said = verify(live_server.url, "--witness", witness, "--quick")
    assert status == 3
    assert "CONTRADICTION" in said
