"""Signed notes and checkpoints, against the example of the Go note package and the C2SP rules."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from besa.ledger.checkpoint import Head, NoteRefused, VerifierKey, head_of, open_note, sign_note, verifier_key

# golang.org/x/mod/sumdb/note, example_test.go
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SKEY = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
NOTE = (
    f"{TEXT}\n— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def _peter() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(SKEY)[1:])


def test_the_published_note_opens_and_is_reproduced() -> None:
    assert open_note(NOTE, VerifierKey.parse(VKEY)) == TEXT
    assert str(verifier_key("PeterNeumann", _peter())) == VKEY
    assert sign_note(TEXT, "PeterNeumann", _peter()) == NOTE


def test_manglings_of_the_published_key_are_refused() -> None:
    for position in range(len(VKEY)):
        mangled = VKEY[:position] + chr(ord(VKEY[position]) + 1) + VKEY[position + 1 :]
        with pytest.raises(NoteRefused):
            VerifierKey.parse(mangled)
        with pytest.raises(NoteRefused):
            VerifierKey.parse(VKEY[:position])
    with pytest.raises(NoteRefused):  # another length, with an id that fits
        VerifierKey.parse("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==")
    with pytest.raises(NoteRefused):  # another algorithm, with an id that fits
        VerifierKey.parse("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")


@given(st.integers(0, len(NOTE) - 1), st.characters(codec="utf-8"))
def test_a_note_changed_anywhere_is_refused(position: int, letter: str) -> None:
    changed = NOTE[:position] + letter + NOTE[position + 1 :]
    if changed != NOTE:
        with pytest.raises(NoteRefused):
            open_note(changed, VerifierKey.parse(VKEY))


def test_signatures_of_others_are_passed_over() -> None:
    other = Ed25519PrivateKey.generate()
    witness = sign_note(TEXT, "witness.example", other).removeprefix(TEXT + "\n")
    assert open_note(NOTE + witness, VerifierKey.parse(VKEY)) == TEXT
    assert open_note(NOTE + witness, verifier_key("witness.example", other)) == TEXT
    with pytest.raises(NoteRefused, match="no signature by"):
        open_note(NOTE, verifier_key("witness.example", other))
    with pytest.raises(NoteRefused, match="malformed"):
        open_note(NOTE + "— nonsense\n", VerifierKey.parse(VKEY))


def test_a_checkpoint_says_origin_size_and_root() -> None:
    head = Head("ndreqe.example/ledger/1", 7, bytes(range(32)))
    assert head.text() == "ndreqe.example/ledger/1\n7\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    note = sign_note(head.text(), "PeterNeumann", _peter())
    assert head_of(note, VerifierKey.parse(VKEY)) == head
    assert Head.parse(head.text() + "an extension line\n") == head


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n7\n",
        "origin\n07\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "origin\n-1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "origin\n7\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n",
        "origin\n7\nAAECAwQ=\n",
        "\n7\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "origin\n7\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\nmore\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteRefused):
        Head.parse(text)


@pytest.mark.parametrize("text", ["no newline at the end", "", "\n", "a\ttab\n"])
def test_what_no_note_can_hold_is_not_signed(text: str) -> None:
    with pytest.raises(NoteRefused):
        sign_note(text, "PeterNeumann", _peter())
