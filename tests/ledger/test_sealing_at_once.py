"""Several sealers and writers at the same time, in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from besa.ledger.merkle import Frontier, leaf_hash

ROOT = Path(__file__).resolve().parents[2]
WORK = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "besa.config.settings"
import django
django.setup()
from django.db import transaction
from besa.ledger.services import record, seal_entries
for number in range(40):
    with transaction.atomic():
        record(verb="reports.received", subject=f"report:{sys.argv[1]}-{number}", actor_role="reporter",
               municipality="", public={})
    if number % 4 == 0:
        seal_entries()
seal_entries()
"""
CHECK = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "besa.config.settings"
import django
django.setup()
from besa.ledger.epochs import current_epoch, kept_head
from besa.ledger.models import Checkpoint, Entry
from besa.ledger.queries import all_leaves
from besa.ledger.services import seal_entries
seal_entries()
head = current_epoch().head_of(kept_head())
assert not Entry.objects.filter(position__isnull=True).exists()
for _, leaf in all_leaves(head.size):
    print(leaf)
print(head.size, head.root.hex(), *(f"{size}:{root}" for size, root in
      Checkpoint.objects.order_by("size").values_list("size", "root")))
"""


def _python(code: str, *arguments: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(bool(os.environ.get("BESA_DATABASE")), reason="makes a SQLite database of its own")
def test_two_sealers_at_once_make_one_tree(tmp_path: Path) -> None:
    environment = {**os.environ, "BESA_DATA": str(tmp_path), "BESA_DEMO": "0"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    workers = [_python(WORK, str(number), environment=environment) for number in range(3)]
    for worker in workers:
        _, errors = worker.communicate(timeout=120)
        assert worker.returncode == 0, errors
    out, errors = _python(CHECK, environment=environment).communicate(timeout=60)
    *leaves, summary = out.splitlines()
    size, root, *heads = summary.split()
    assert int(size) == len(leaves) == len(set(leaves)) == 120, errors

    frontier, roots = Frontier(), {}
    for leaf in leaves:
        list(frontier.append(leaf_hash(leaf.encode())))
        roots[frontier.size] = frontier.root().hex()
    assert roots[120] == root
    signed = dict(head.split(":") for head in heads)
    assert {number: roots[int(number)] for number in signed if number != "0"} == {
        number: value for number, value in signed.items() if number != "0"
    }
