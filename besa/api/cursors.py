"""Marks by which a list goes on: opaque to their readers, and stable whatever is added meanwhile.

A mark names the last row that was read, not how many there were, so no row is told twice or left out because
others came or went in between.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from typing import Final

import msgspec

#: what a mark looks like, for the description of the API
PATTERN: Final = r"^[A-Za-z0-9_-]{1,200}$"
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_LARGEST: Final = 2**63 - 1


class UnknownCursor(Exception):
    """A mark that this list never gave."""


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """A place in a list: which list, the microsecond and the number of the row before it, and its kind."""

    list: str
    micros: int
    pk: int
    kind: str = ""

    @property
    def at(self) -> dt.datetime:
        """The moment of the row."""
        return _EPOCH + dt.timedelta(microseconds=self.micros)

    @property
    def text(self) -> str:
        """What readers hand back."""
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")


def cursor_at(list_name: str, at: dt.datetime, pk: int, kind: str = "") -> Cursor:
    """The mark of a row."""
    return Cursor(list_name, (at - _EPOCH) // dt.timedelta(microseconds=1), pk, kind)


def read_cursor(text: str, list_name: str) -> Cursor:
    """The mark that a text stands for; UnknownCursor for one that this list never gave."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        cursor = msgspec.json.decode(raw, type=Cursor)
        if cursor.list != list_name or not 0 <= cursor.pk <= _LARGEST:
            raise UnknownCursor(text)
        _ = cursor.at
    except (binascii.Error, ValueError, OverflowError, msgspec.DecodeError):
        raise UnknownCursor(text) from None
    return cursor
