"""The mapping file (TOML) that says what a foreign file's columns and words mean.

source = "zueri-wie-neu"          # with the row's own id it names a report for ever
language = "de"                   # of the texts
time_zone = "Europe/Zurich"       # of times that name none

[columns]                         # our field = their column
id = "id"                         # may be left out: the row's content is its id then
created = "date"
lat = "lat"
lon = "lon"
category = "service_code"
state = "status"
closed = "updated_datetime"
address = "address"
text = "{service_code}: {size}"   # a column, or a sentence with columns in braces

[categories]                      # their word = our key; "*" is for all others
"Strasse/Trottoir/Platz" = "pothole"
"*" = "other"

[states]                          # their word = our state
closed = "fixed"
"*" = "received"
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from besa.reports.models.report import State

ANY = "*"
FIELDS = frozenset({"id", "created", "lat", "lon", "category", "state", "closed", "address", "text"})
DEFAULTED = frozenset({"created", "text", "address"})
REQUIRED = frozenset({"created", "lat", "lon"})
#: states an import may set; the others need a partner (of which, to whom)
IMPORTED_STATES = frozenset(
    {State.RECEIVED, State.ACKNOWLEDGED, State.IN_PROGRESS, State.FIXED, State.DECLINED, State.WITHDRAWN}
)
OPEN311_COLUMNS = {
    "id": "service_request_id",
    "created": "requested_datetime",
    "lat": "lat",
    "lon": "long",
    "category": "service_name",
    "state": "status",
    "closed": "updated_datetime",
    "address": "address",
    "text": "description",
}
_SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{1,30}")
_BRACES = re.compile(r"{([^{}]+)}")


class MappingError(ValueError):
    """The mapping file cannot be used; its text says what to change."""


@dataclass(frozen=True)
class Mapping:
    """A mapping, checked."""

    source: str
    columns: dict[str, str]
    categories: dict[str, str]
    states: dict[str, str]
    defaults: dict[str, str] = field(default_factory=dict)
    language: str = "sq"
    time_zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Belgrade"))

    @property
    def text_columns(self) -> list[str]:
        """Columns that the text is made of."""
        template = self.columns.get("text", "")
        return _BRACES.findall(template) or ([template] if template else [])

    @property
    def text_template(self) -> str | None:
        """The sentence with columns in braces; None when the text is one column."""
        template = self.columns.get("text", "")
        return template if _BRACES.search(template) else None


def read_mapping(path: Path, *, open311: bool, known_categories: set[str]) -> Mapping:
    """Read and check a mapping file; MappingError says in one sentence what is wrong with it."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MappingError(f"{path.name} cannot be read as TOML: {error}") from error
    columns = {**(OPEN311_COLUMNS if open311 else {}), **_texts(raw, "columns")}
    return Mapping(
        source=_source(raw),
        columns=_checked_columns(columns),
        categories=_checked(_texts(raw, "categories") or {ANY: "other"}, known_categories, "category"),
        states=_checked(
            _texts(raw, "states") or {"closed": "fixed", ANY: "received"}, set(IMPORTED_STATES), "state"
        ),
        defaults=_defaults(_texts(raw, "defaults")),
        language=str(raw.get("language", "sq"))[:8],
        time_zone=_time_zone(str(raw.get("time_zone", "Europe/Belgrade"))),
    )


def _texts(raw: dict[str, Any], table: str) -> dict[str, str]:
    values = raw.get(table, {})
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        raise MappingError(f"[{table}] must be a table of texts.")
    return {str(key): value for key, value in values.items()}


def _source(raw: dict[str, Any]) -> str:
    source = str(raw.get("source", ""))
    if not _SOURCE.fullmatch(source) or source == "web":
        raise MappingError('`source` must name where the reports come from: 2 to 31 of a–z, 0–9 and "-".')
    return source


def _checked_columns(columns: dict[str, str]) -> dict[str, str]:
    if unknown := set(columns) - FIELDS:
        raise MappingError(f"[columns] has unknown fields: {', '.join(sorted(unknown))}.")
    if absent := REQUIRED - set(columns):
        raise MappingError(f"[columns] must also say which column is: {', '.join(sorted(absent))}.")
    return columns


def _defaults(table: dict[str, str]) -> dict[str, str]:
    if unknown := set(table) - DEFAULTED:
        raise MappingError(
            f"[defaults] may give {', '.join(sorted(DEFAULTED))}, not {', '.join(sorted(unknown))}."
        )
    return table


def _checked(table: dict[str, str], known: set[str], what: str) -> dict[str, str]:
    if unknown := set(table.values()) - known:
        raise MappingError(
            f"Besa knows no {what} {', '.join(sorted(unknown))}; use one of {', '.join(sorted(known))}."
        )
    return table


def _time_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise MappingError(f"There is no time zone {name}.") from error
