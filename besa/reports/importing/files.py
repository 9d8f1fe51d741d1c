"""Foreign files as rows of texts: CSV, and Open311 requests in JSON, lines of JSON or XML; all may be gzipped."""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

import msgspec
from defusedxml.ElementTree import iterparse

Row = dict[str, str]
_READ_SIZE = 1 << 20


class FileError(ValueError):
    """The file cannot be read as what it should be; its text says why."""


def hash_of(path: Path) -> str:
    """SHA-256 of a file's bytes, hex."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(_READ_SIZE):
            digest.update(block)
    return digest.hexdigest()


def rows_of(path: Path, kind: str) -> Iterator[Row]:
    """Rows of a file, every value a text; FileError when it is not of this kind. `kind` is "csv" or "open311"."""
    if not path.is_file():
        raise FileError(f"There is no file {path.name}.")
    return _csv_rows(path) if kind == "csv" else _open311_rows(path)


def _binary(path: Path) -> IO[bytes]:
    file = path.open("rb")
    if file.read(2) == b"\x1f\x8b":
        file.close()
        return io.BufferedReader(gzip.GzipFile(path))
    file.seek(0)
    return file


def _csv_rows(path: Path) -> Iterator[Row]:
    csv.field_size_limit(min(sys.maxsize, 1 << 20))
    with _binary(path) as binary, io.TextIOWrapper(binary, encoding="utf-8-sig", newline="") as text:
        try:
            first = text.readline()
            delimiter = max(",;\t|", key=first.count)
            names = next(csv.reader([first], delimiter=delimiter), [])
            if len(names) < 2:
                raise FileError(
                    f"{path.name} has no row of column names separated by commas, semicolons or tabs."
                )
            for values in csv.reader(text, delimiter=delimiter):
                if values:
                    yield dict(zip(names, values, strict=False))
        except UnicodeDecodeError as error:
            raise FileError(f"{path.name} is not UTF-8 text: save it again as UTF-8.") from error
        except (csv.Error, EOFError, OSError) as error:
            raise FileError(f"{path.name} cannot be read as CSV: {error}.") from error


def _open311_rows(path: Path) -> Iterator[Row]:
    try:
        with _binary(path) as file:
            start = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
        if start.startswith(b"<"):
            yield from _xml_rows(path)
        elif start.startswith(b"{") and b'"service_requests"' not in start:
            yield from _json_lines(path)
        else:
            yield from _json_rows(path)
    except (EOFError, OSError) as error:
        raise FileError(f"{path.name} cannot be read: {error}.") from error


def _json_rows(path: Path) -> Iterator[Row]:
    with _binary(path) as file:
        try:
            content: Any = msgspec.json.decode(file.read().removeprefix(b"\xef\xbb\xbf"))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise FileError(f"{path.name} is not JSON: {error}.") from error
    requests = content.get("service_requests") if isinstance(content, dict) else content
    if not isinstance(requests, list):
        raise FileError(f"{path.name} holds no list of Open311 service requests.")
    yield from map(_texts, requests)


def _json_lines(path: Path) -> Iterator[Row]:
    decode = msgspec.json.Decoder().decode
    with _binary(path) as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield _texts(decode(line))
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    raise FileError(f"{path.name}, line {number}, is not JSON: {error}.") from error


def _xml_rows(path: Path) -> Iterator[Row]:
    with _binary(path) as file:
        try:
            for _, element in iterparse(file, forbid_dtd=True):
                if element.tag == "request":
                    yield {child.tag: (child.text or "").strip() for child in element}
                    element.clear()
        except Exception as error:  # expat and defusedxml raise unrelated classes
            raise FileError(f"{path.name} is not Open311 XML: {error}.") from error


def _texts(item: Any) -> Row:
    """A request as texts; what is no request becomes an empty row, to be rejected with its number."""
    if not isinstance(item, dict):
        return {}
    return {str(key): "" if value is None else str(value) for key, value in item.items()}
