"""Reports as CSV (RFC 4180, UTF-8 with a mark, for spreadsheets too) and as GeoJSON (RFC 7946)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

import msgspec

from besa.api.bulk.columns import COLUMNS, NAMES, Row
from besa.core.spreadsheets import FORMULA_SIGNS, MARK, defused

_TEXTS: Final = tuple(NAMES.index(name) for name in ("address", "text"))
_TRUTHS: Final = tuple(number for number, column in enumerate(COLUMNS) if column.kind == "boolean")
_LAT, _LON = NAMES.index("latitude"), NAMES.index("longitude")
_ADDRESS, _TEXT = _TEXTS
_OPEN, _CONFIRMED = _TRUTHS
_WORDS: Final = {0: "false", 1: "true", None: ""}
_TRUTH: Final = {0: False, 1: True, None: None}
_PROPERTIES: Final = tuple(
    (name, number) for number, name in enumerate(NAMES) if name not in ("latitude", "longitude", "id")
)

CSV_HEAD: Final = (MARK + ",".join(NAMES) + "\r\n").encode()
GEOJSON_HEAD: Final = b'{"type":"FeatureCollection","features":[\n'
GEOJSON_TAIL: Final = b"\n]}\n"


def write_csv(file: IO[str], rows: Iterable[Row]) -> None:
    """Write rows to a text file that leaves line ends alone (`newline=""`)."""
    csv.writer(file).writerows(_cells(rows))


def _cells(rows: Iterable[Row]) -> Iterator[list[Any]]:
    for row in rows:
        cells = list(row)
        if row[_TEXT][:1] in FORMULA_SIGNS:
            cells[_TEXT] = defused(row[_TEXT])
        if row[_ADDRESS][:1] in FORMULA_SIGNS:
            cells[_ADDRESS] = defused(row[_ADDRESS])
        cells[_OPEN], cells[_CONFIRMED] = _WORDS[row[_OPEN]], _WORDS[row[_CONFIRMED]]
        yield cells


def features(rows: Iterable[Row]) -> list[bytes]:
    """Rows as GeoJSON features, one each."""
    encode = msgspec.json.Encoder().encode
    made = []
    for row in rows:
        properties = {name: row[number] for name, number in _PROPERTIES}
        properties["open"] = _TRUTH[row[_OPEN]]
        properties["confirmed_fixed"] = _TRUTH[row[_CONFIRMED]]
        geometry = {"type": "Point", "coordinates": (row[_LON], row[_LAT])}
        made.append(encode({"type": "Feature", "id": row[0], "geometry": geometry, "properties": properties}))
    return made
