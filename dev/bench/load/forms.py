"""Forms as a browser sends them: what stands hidden in them goes back as it came."""

from __future__ import annotations

import base64
import json
import re
from hashlib import sha256
from html import unescape
from typing import Any

_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_INPUT = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


class NoSuchForm(Exception):
    """The page has no such form."""


def hidden_in(page: str, *, of: str) -> dict[str, str]:
    """The hidden fields of the first form in which a text stands; NoSuchForm where there is none."""
    for tag, content in _FORM.findall(page):
        if of in tag or of in content:
            inputs = (dict(_ATTRIBUTE.findall(one)) for one in _INPUT.findall(content))
            return {
                one["name"]: unescape(one.get("value", ""))
                for one in inputs
                if one.get("type") == "hidden" and "name" in one
            }
    raise NoSuchForm(of)


def solved(challenge: dict[str, Any]) -> str:
    """The proof of work that a browser finds while somebody writes."""
    salt, wanted = challenge["salt"].encode(), challenge["challenge"]
    begun = sha256(salt)
    for number in range(int(challenge["maxNumber"]) + 1):
        tried = begun.copy()
        tried.update(str(number).encode())
        if tried.hexdigest() == wanted:
            break
    names = ("algorithm", "challenge", "salt", "signature")
    proof = {**{name: challenge[name] for name in names}, "number": number}
    return base64.b64encode(json.dumps(proof).encode()).decode()
