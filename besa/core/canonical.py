"""Canonical JSON (RFC 8785 for the values Besa uses): sorted keys, no blanks, UTF-8, no floating point."""

from __future__ import annotations

import json
from typing import Any


def canonical_json(value: Any) -> str:
    """The one text of a value; ValueError for a float, whose text differs between languages."""
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("canonical JSON holds no floating point numbers: use a string or whole units")
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise ValueError("keys of canonical JSON are texts")
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
