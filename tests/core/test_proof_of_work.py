"""A proof of work is for one action, for a short time, and for one use."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from altcha import v1 as altcha
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from besa.core.challenge import VALID_FOR, ProofSpentError, checked_proof, new_challenge, spend


def solved(challenge: dict[str, Any]) -> str:
    """What the browser's worker sends back."""
    found = altcha.solve_challenge(
        altcha.Challenge(
            challenge["algorithm"],
            challenge["challenge"],
            challenge["maxNumber"],
            challenge["salt"],
            challenge["signature"],
        )
    )
    assert found is not None
    keys = ("algorithm", "challenge", "salt", "signature")
    answer = {key: challenge[key] for key in keys} | {"number": found.number}
    return base64.b64encode(json.dumps(answer).encode()).decode()


def changed(solution: str, **values: Any) -> str:
    return base64.b64encode(json.dumps(json.loads(base64.b64decode(solution)) | values).encode()).decode()


@pytest.fixture(scope="module")
def solution() -> str:
    return solved(new_challenge("report"))


def test_a_solved_challenge_is_a_proof(solution: str) -> None:
    proof = checked_proof(solution, "report")
    assert proof is not None
    assert proof.expires_at > timezone.now()


def test_a_proof_for_another_action_is_none(solution: str) -> None:
    assert checked_proof(solution, "sign_up") is None


def test_an_expired_proof_is_none(solution: str) -> None:
    with time_machine.travel(timezone.now() + VALID_FOR + timedelta(seconds=2)):
        assert checked_proof(solution, "report") is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": -1},
        {"number": "1"},
        {"number": True},
        {"signature": "0" * 64},
        {"challenge": "0" * 64},
        {"salt": "aa?expires=99999999999&"},
        {"salt": "ë"},
        {"algorithm": "SHA-1"},
        {"algorithm": None},
    ],
)
def test_a_changed_solution_is_none(solution: str, wrong: dict[str, Any]) -> None:
    assert checked_proof(changed(solution, **wrong), "report") is None


def test_an_expiry_cannot_be_moved(solution: str) -> None:
    salt = json.loads(base64.b64decode(solution))["salt"]
    later = salt.replace("expires=", "expires=9")
    assert checked_proof(changed(solution, salt=later), "report") is None


@given(st.one_of(st.text(), st.binary().map(lambda raw: base64.b64encode(raw).decode())))
def test_anything_else_is_none(text: str) -> None:
    assert checked_proof(text, "report") is None


@given(
    st.dictionaries(
        st.sampled_from(["algorithm", "challenge", "number", "salt", "signature"]),
        st.one_of(st.none(), st.integers(), st.text(), st.lists(st.integers()), st.floats()),
    )
)
def test_any_json_is_none(values: dict[str, Any]) -> None:
    assert checked_proof(base64.b64encode(json.dumps(values).encode()).decode(), "report") is None


@pytest.mark.django_db
def test_a_proof_can_be_spent_once(solution: str) -> None:
    proof = checked_proof(solution, "report")
    assert proof is not None
    with transaction.atomic():
        spend(proof)
    with pytest.raises(ProofSpentError), transaction.atomic():
        spend(proof)


@pytest.mark.django_db
def test_the_address_gives_challenges_for_known_actions_only(client: Client) -> None:
    answer = client.get("/challenge", {"action": "report"})
    assert set(answer.json()) == {"challenge", "csrf"}
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/challenge", {"action": "else"}).status_code == 404
    assert client.get("/challenge").status_code == 404
