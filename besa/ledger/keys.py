"""The ledger's signing key: Ed25519, made on first use, never in the database and never in a backup."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from besa.ledger.folder import read_text, write_text

FILE = "signing-key.pem"


def signing_key() -> Ed25519PrivateKey:
    """The key (PKCS 8, mode 0600); made when there is none. ValueError when the file holds something else."""
    text = read_text(FILE)
    if not text:
        made = Ed25519PrivateKey.generate()
        pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_text(FILE, pem.decode(), mode=0o600, replace=False)
        text = read_text(FILE)  # another process may have been faster
    key = load_pem_private_key(text.encode(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{FILE} is not an Ed25519 key")
    return key
