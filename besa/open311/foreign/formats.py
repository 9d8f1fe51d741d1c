"""Answers of other systems, JSON or XML, as lists of plain rows. Nobody keeps to the standard exactly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import msgspec
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

#: a row: texts by name; lists of rows under the names that hold them
Row = dict[str, Any]
#: how much of one text is read
_LONGEST = 20_000


class Unreadable(ValueError):
    """An answer that is neither the JSON nor the XML that was asked for."""


def read_rows(body: bytes, form: str) -> list[Row]:
    """The rows of an answer: requests, tokens, updates, services, attributes or errors. Raises Unreadable."""
    return _from_xml(body) if form == "xml" else _from_json(body)


def text_of(row: Mapping[str, Any], name: str) -> str:
    """One value of a row as text; empty where it is missing or none. Numbers are taken for texts."""
    value = row.get(name)
    if value is None or isinstance(value, list | dict | bool):
        return ""
    return str(value).replace("\x00", "").strip()[:_LONGEST]


def _from_json(body: bytes) -> list[Row]:
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, ValueError):
        raise Unreadable("not JSON") from None
    if isinstance(found, dict):
        # Some wrap the list as XML does, some give one row without a list around it.
        lists = [value for value in found.values() if isinstance(value, list)]
        found = lists[0] if len(found) == 1 and lists else [found]
    if not isinstance(found, list):
        raise Unreadable("not a list")
    return [row for row in found if isinstance(row, dict)]


def _from_xml(body: bytes) -> list[Row]:
    try:
        root = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise Unreadable("not XML") from None
    if root.tag == "service_definition":
        return [_row(root)]
    return [_row(child) for child in root]


def _row(element: Element) -> Row:
    return {child.tag: _value(child) for child in element}


def _value(element: Element) -> Any:
    if len(element):
        return [_row(child) if len(child) else (child.text or "") for child in element]
    return element.text
