"""Acts that are not possible: stored nowhere, said to the person who tried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise


class Refused(ValueError):
    """An act that is not possible, or not for this person; `key` says why, `str()` in the reader's language.

    Each app has its own kind, with its reasons.
    """

    reasons: ClassVar[Mapping[str, Promise]] = {}

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key

    def __str__(self) -> str:
        return str(self.reasons.get(self.key, self.key))
