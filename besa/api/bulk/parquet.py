"""Reports as GeoParquet 1.1, made from finished GeoJSON. For the worker only: pyarrow is large and slow to load."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
import pyarrow as pa
from pyarrow import parquet

from besa.api.bulk.columns import COLUMNS, Column

_AT_ONCE: Final = 50_000
_TYPES: Final = {
    "integer": pa.int64(),
    "string": pa.string(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "datetime": pa.timestamp("s", tz="UTC"),
}
_GEO: Final = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
}
#: a point in well-known binary: byte order, type, longitude, latitude
_POINT: Final = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])


class _Geometry(msgspec.Struct):
    coordinates: tuple[float, float]


class _Feature(msgspec.Struct):
    id: int
    geometry: _Geometry
    properties: dict[str, Any]


def write_parquet(source: Path, target: Path) -> None:
    """Make GeoParquet of a GeoJSON file that has one feature in each line; a part of it at a time in memory."""
    fields = [pa.field(column.name, _TYPES[column.kind]) for column in COLUMNS]
    schema = pa.schema([*fields, pa.field("geometry", pa.binary())]).with_metadata({"geo": json.dumps(_GEO)})
    with parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        for features in _batches(source):
            writer.write_table(_table(features, schema))


def _batches(source: Path) -> Iterator[list[_Feature]]:
    decode = msgspec.json.Decoder(_Feature).decode
    with source.open("rb") as lines:
        next(lines)  # the head of the collection
        made = (decode(line.rstrip(b",\n")) for line in lines if line.startswith(b'{"type":"Feature"'))
        while batch := list(islice(made, _AT_ONCE)):
            yield batch


def _table(features: list[_Feature], schema: pa.Schema) -> pa.Table:
    points = np.empty(len(features), dtype=_POINT)
    points["order"], points["type"] = 1, 1
    points["x"] = [one.geometry.coordinates[0] for one in features]
    points["y"] = [one.geometry.coordinates[1] for one in features]
    known = {"id": [one.id for one in features], "longitude": points["x"], "latitude": points["y"]}
    arrays = [_array(column, known.get(column.name), features) for column in COLUMNS]
    return pa.Table.from_arrays([*arrays, _wkb(points)], schema=schema)


def _array(column: Column, known: Any, features: list[_Feature]) -> pa.Array:
    values = known if known is not None else [one.properties[column.name] for one in features]
    if column.is_moment:
        return pa.array(values, pa.string()).cast(_TYPES["datetime"])
    return pa.array(values, _TYPES[column.kind])


def _wkb(points: np.ndarray) -> pa.Array:
    offsets = np.arange(len(points) + 1, dtype="<i4") * _POINT.itemsize
    return pa.Array.from_buffers(
        pa.binary(), len(points), [None, pa.py_buffer(offsets), pa.py_buffer(points.tobytes())]
    )
