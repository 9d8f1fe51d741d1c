"""The two forms of every answer: XML, which GeoReport v2 requires, and JSON.

Both are written from the same plain values: dicts, lists, texts, numbers, true and false, None. In XML a list is an
element that holds one element for each item, named by `_ITEMS`; None is an empty element.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

import msgspec

CONTENT_TYPES: Final = {"xml": "text/xml", "json": "application/json"}

_ITEMS: Final = {
    "errors": "error",
    "services": "service",
    "service_requests": "request",
    "service_requests_updates": "request_update",
    "endpoints": "endpoint",
    "formats": "format",
    "attributes": "attribute",
    "values": "value",
    "media_urls": "media_url",
}
#: what XML 1.0 cannot hold, not even escaped
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def written(form: str, root: str, value: Mapping[str, Any] | Sequence[Any]) -> bytes:
    """An answer as "xml" or "json". JSON has no name for the whole, XML calls it `root`."""
    if form == "json":
        return msgspec.json.encode(value)
    parts = ['<?xml version="1.0" encoding="utf-8"?>\n']
    _element(parts, root, value)
    parts.append("\n")
    return "".join(parts).encode()


def _element(parts: list[str], name: str, value: Any) -> None:
    if value is None or value == "":
        parts.append(f"<{name}/>")
    elif isinstance(value, str):
        parts.append(f"<{name}>{escape(_ILLEGAL.sub('', value))}</{name}>")
    elif isinstance(value, bool):
        parts.append(f"<{name}>{'true' if value else 'false'}</{name}>")
    elif isinstance(value, int | float):
        parts.append(f"<{name}>{value}</{name}>")
    else:
        parts.append(f"<{name}>")
        if isinstance(value, Mapping):
            for inner, item in value.items():
                _element(parts, inner, item)
        else:
            for item in value:
                _element(parts, _ITEMS[name], item)
        parts.append(f"</{name}>")
