"""What machines get: heads, entries, tiles, proofs and an export, all in agreement; bad questions get 400."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from besa.ledger.checkpoint import VerifierKey, head_of
from besa.ledger.merkle import Frontier, is_consistent, is_included, leaf_hash, nodes_of
from besa.ledger.services import seal_entries
from besa.ledger.tiles import TilePath
from tests.factories.ledger import make_entries

pytestmark = pytest.mark.django_db


def _json(client: Client, address: str, **query: Any) -> dict[str, Any]:
    response = client.get(address, query)
    assert response.status_code == 200, response.content
    assert response["Access-Control-Allow-Origin"] == "*"
    return dict(response.json())


def _bytes(values: list[str]) -> list[bytes]:
    return [base64.b64decode(value) for value in values]


def test_the_checkpoint_is_checked_by_the_key(client: Client) -> None:
    assert client.get("/ledger/checkpoint").status_code == 404
    make_entries(3)
    seal_entries()
    response = client.get("/ledger/checkpoint")
    assert response["Content-Type"].startswith("text/plain")
    key = VerifierKey.parse(client.get("/ledger/vkey").content.decode().strip())
    assert head_of(response.content.decode(), key).size == 3
    assert _json(client, "/ledger/epochs")["epochs"][0]["vkey"] == str(key)


def test_entries_and_proofs_agree_with_the_head(client: Client) -> None:
    make_entries(11)
    seal_entries()
    make_entries(2)  # not sealed: not shown
    page = _json(client, "/ledger/entries", start=0, end=100)
    assert (page["start"], page["end"], page["size"]) == (0, 11, 11)
    assert [entry["position"] for entry in page["entries"]] == list(range(11))
    proof = _json(client, "/ledger/proof/inclusion", index=4, size=11)
    leaf = leaf_hash(page["entries"][4]["leaf"].encode())
    root = base64.b64decode(proof["root"])
    assert is_included(leaf, 4, 11, _bytes(proof["proof"]), root)
    proof = _json(client, "/ledger/proof/consistency", **{"from": 5})
    old_root = base64.b64decode(proof["from_root"])
    assert is_consistent(5, 11, old_root, root, _bytes(proof["proof"]))


def test_tiles_build_the_same_tree(client: Client) -> None:
    make_entries(300)
    seal_entries()
    full = client.get("/ledger/tile/0/000")
    assert "immutable" in full["Cache-Control"]
    rest = client.get("/ledger/tile/0/001.p/44").content
    top = client.get("/ledger/tile/1/000.p/1").content
    digests = full.content + rest
    frontier, nodes = Frontier(), {}
    for start in range(0, len(digests), 32):
        nodes.update(frontier.append(digests[start : start + 32]))
    assert nodes[8, 0] == top
    head = client.get("/ledger/checkpoint").content.decode()
    assert base64.b64encode(frontier.root()).decode() in head

    bundle, hashes = client.get("/ledger/tile/entries/001.p/44").content, []
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        hashes.append(leaf_hash(bundle[2 : 2 + length]))
        bundle = bundle[2 + length :]
    assert b"".join(hashes) == rest
    assert client.get("/ledger/tile/0/001").status_code == 404
    assert client.get("/ledger/tile/0/002.p/1").status_code == 404
    assert nodes_of((0, 300))[0] == (8, 0)


def test_the_export_holds_everything_that_is_sealed(client: Client) -> None:
    make_entries(5)
    seal_entries()
    make_entries(700)
    seal_entries()
    response = client.get("/ledger/export")
    lines = [json.loads(line) for line in b"".join(response).splitlines()]
    assert lines[0]["size"] == 705
    assert lines[0]["format"] == "besa-ledger-1"
    assert [line["type"] for line in lines[1:4]] == ["checkpoint", "checkpoint", "entry"]
    assert [line["position"] for line in lines[3:]] == list(range(705))


@pytest.mark.parametrize(
    "address",
    [
        "/ledger/proof/inclusion",
        "/ledger/proof/inclusion?index=3&size=3",
        "/ledger/proof/inclusion?index=-1",
        "/ledger/proof/inclusion?index=0&size=4",
        "/ledger/proof/inclusion?index=٣",
        "/ledger/proof/consistency",
        "/ledger/proof/consistency?from=3&to=2",
        "/ledger/proof/consistency?from=x&to=2",
        "/ledger/entries?start=a",
        "/ledger/entries?start=2&end=1",
        "/ledger/entries?start=99999999999999999999999",
        "/ledger/tile/0/0",
        "/ledger/tile/8/000",
        "/ledger/tile/0/000.p/256",
        "/ledger/tile/0/x000/001",
        "/ledger/tile/0/../../etc",
    ],
)
def test_bad_questions_get_a_clear_answer(client: Client, address: str) -> None:
    make_entries(3)
    seal_entries()
    response = client.get(address)
    assert response.status_code == 400
    assert response.json()["error"]


def test_the_verifier_can_be_downloaded(client: Client) -> None:
    program = b"".join(client.get("/ledger/besa-verify"))
    assert program.startswith(b"#!/usr/bin/env python3")
    compile(program, "besa-verify", "exec")


def test_nothing_can_be_written(client: Client) -> None:
    assert client.post("/ledger/checkpoint").status_code == 405


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    page=st.sampled_from(["entries", "proof/inclusion", "proof/consistency"]),
    query=st.dictionaries(
        st.sampled_from(["start", "end", "index", "size", "from", "to"]), st.text(max_size=20)
    ),
)
def test_no_question_breaks_it(client: Client, page: str, query: dict[str, str]) -> None:
    assert client.get(f"/ledger/{page}", query).status_code in {200, 400, 404}


@given(st.integers(0, 10**12), st.integers(1, 255))
def test_numbers_of_tiles_are_spelt_one_way(number: int, width: int) -> None:
    groups = [f"{number:,}".split(",")][0]
    groups[0] = groups[0].zfill(3)
    spelt = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
    assert TilePath.parse(f"2/{spelt}.p/{width}") == TilePath(2, number, width)
    assert TilePath.parse(f"entries/{spelt}") == TilePath(-1, number, 256)
    with pytest.raises(ValueError, match="tile"):
        TilePath.parse(f"2/x000/{spelt}")
