"""The key by which push services know this installation (VAPID, RFC 8292).

From BESA_PUSH_KEY, or made once in the data folder. Browsers subscribe to this key: with another one, every
subscription of before is lost, and a backup holds it for that reason.
"""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings
from django.utils import timezone
from py_vapid import Vapid02

from besa.core.kept_files import write_whole

_VALID_S = 12 * 3600


def public_key() -> str:
    """What a browser subscribes to: the point, uncompressed, in base64url without padding."""
    point = _vapid().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def make_key() -> bool:
    """Make the key when there is none and none is set; True when one was made. Part of the set-up."""
    if settings.PUSH_KEY or settings.PUSH_KEY_FILE.exists():
        return False
    _make(settings.PUSH_KEY_FILE)
    return True


def take_key(restored: Path) -> bool:
    """Put the key of a backup in place of the one that is here; False when the backup has none.

    Processes that run have read the old one already, and are to be started again after a restore.
    """
    if not restored.exists():
        return False
    Vapid02.from_pem(restored.read_bytes())
    restored.chmod(0o600)
    settings.PUSH_KEY_FILE.parent.mkdir(parents=True, exist_ok=True)
    restored.replace(settings.PUSH_KEY_FILE)
    _from_file.cache_clear()
    return True


def authorization(endpoint: str) -> str:
    """The header that proves to a push service who sends."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(timezone.now().timestamp()) + _VALID_S,
        "sub": settings.PUBLIC_ADDRESS or f"mailto:{_contact()}",
    }
    return str(_vapid().sign(claims)["Authorization"])


def _contact() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("<")[2].rstrip(">")


def _vapid() -> Vapid02:
    return _from_setting(settings.PUSH_KEY) if settings.PUSH_KEY else _from_file(settings.PUSH_KEY_FILE)


@cache
def _from_setting(key: str) -> Vapid02:
    return Vapid02.from_raw(key.encode())


@cache
def _from_file(path: Path) -> Vapid02:
    if not path.exists():
        _make(path)
    return Vapid02.from_pem(path.read_bytes())


def _make(path: Path) -> None:
    """Write a new key, whole or not at all; another process may have been faster, and then its key stays."""
    made = ec.generate_private_key(ec.SECP256R1())
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_whole(path, pem, mode=0o600, replace=False)
