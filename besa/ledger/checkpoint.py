"""Signed heads of the tree: C2SP tlog-checkpoint in a C2SP signed note, with Ed25519 keys.

A note is a text, an empty line, and signature lines `— name base64(key id ‖ signature)`. A checkpoint is a
note whose text is `origin`, size and base64(root), one a line. Sources: c2sp.org/signed-note,
c2sp.org/tlog-checkpoint.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
_VKEY = re.compile(r"(?P<name>[^\s+]+)\+(?P<id>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/=]+)")
_SIGNATURE = re.compile(r"— (?P<name>[^\s+]+) (?P<value>[A-Za-z0-9+/=]+)")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class NoteRefused(ValueError):
    """A note, key or checkpoint that is malformed, or whose signature is missing or wrong."""


@dataclass(frozen=True)
class VerifierKey:
    """A public key and the name it signs under."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """First four bytes of SHA-256(name ‖ newline ‖ 01 ‖ public key)."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_encode(ED25519 + self.public)}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """From `name+hex(id)+base64(01 ‖ public key)`; NoteRefused when malformed or of another kind."""
        match = _VKEY.fullmatch(text)
        value = _decode(match["key"]) if match else b""
        if match is None or len(value) != 33 or value[:1] != ED25519:
            raise NoteRefused("this is not an Ed25519 verifier key")
        key = cls(match["name"], value[1:])
        if key.id.hex() != match["id"]:
            raise NoteRefused("the id of the verifier key does not fit its name and key")
        return key


@dataclass(frozen=True)
class Head:
    """Size and root (32 bytes) of a tree, under the name of its log."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The checkpoint's text, ready to be signed."""
        return f"{self.origin}\n{self.size}\n{_encode(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> Head:
        """From a checkpoint's text; more lines may follow. NoteRefused when malformed."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not lines[0] or not _SIZE.fullmatch(lines[1]):
            raise NoteRefused("this is not a checkpoint")
        root = _decode(lines[2])
        if len(root) != 32 or not all(lines[3:-1]):
            raise NoteRefused("this is not a checkpoint")
        return cls(lines[0], int(lines[1]), root)


def verifier_key(name: str, private: Ed25519PrivateKey) -> VerifierKey:
    """The public half of a signing key, under a name."""
    return VerifierKey(name, private.public_key().public_bytes_raw())


def sign_note(text: str, name: str, private: Ed25519PrivateKey) -> str:
    """A note with one signature. NoteRefused for a text that no note can hold."""
    _require_text(text)
    value = verifier_key(name, private).id + private.sign(text.encode())
    return f"{text}\n— {name} {_encode(value)}\n"


def open_note(note: str, key: VerifierKey) -> str:
    """The note's text once the key's signature is found right; other signatures are passed over.

    Raises NoteRefused when the note is malformed, or the key's signature is missing or wrong.
    """
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    _require_text(text)
    if not signatures.endswith("\n"):
        raise NoteRefused("the note has no signature lines")
    right = [_is_signed(text, line, key) for line in signatures[:-1].split("\n")]
    if not any(right):
        raise NoteRefused(f"the note has no signature by {key.name}")
    return text


def _is_signed(text: str, line: str, key: VerifierKey) -> bool:
    match = _SIGNATURE.fullmatch(line)
    value = _decode(match["value"]) if match else b""
    if match is None or len(value) < 5:
        raise NoteRefused("the note has a malformed signature line")
    if match["name"] != key.name or value[:4] != key.id:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(value[4:], text.encode())
    except InvalidSignature as error:
        raise NoteRefused(f"the signature by {key.name} is wrong") from error
    return True


def head_of(note: str, key: VerifierKey) -> Head:
    """The head in a signed checkpoint; NoteRefused when anything about it is wrong."""
    return Head.parse(open_note(note, key))


def _require_text(text: str) -> None:
    if not text.endswith("\n") or text == "\n" or _CONTROL.search(text):
        raise NoteRefused("a note's text ends with a newline and holds no other control characters")


def _encode(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _decode(text: str) -> bytes:
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return value if _encode(value) == text else b""  # only one spelling of each value is right
