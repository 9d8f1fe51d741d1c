"""Reads just enough of a PDF, as Typst writes them, to say what is on its pages and with which fonts."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_OBJECT = re.compile(rb"(\d+) 0 obj\n?(.*?)(?:stream\r?\n(.*?)\nendstream|endobj)", re.DOTALL)
_NEXT = re.compile(
    rb"(?P<notes><<(?:[^<>()]|\((?:\\.|[^\\()])*\)|<[0-9a-fA-F]*>)*>>)"  # what marks hold, such as a language
    rb"|/(?P<font>\w+) [\d.]+ Tf|\(|<(?P<hex>[0-9a-fA-F]+)>",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"([nrtbf()\\]|[0-7]{1,3})")
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class Pdf:
    """What is in a PDF: `texts` as drawn, in order, without spaces between separately placed pieces."""

    pages: int
    text: str
    fonts: dict[str, bool]
    tagged: bool
    universal: bool


def read_pdf(content: bytes) -> Pdf:
    """A PDF with one content stream for each page, and only fonts of type 0."""
    objects = {int(m[1]): (m[2], _inflated(m[2], m[3])) for m in _OBJECT.finditer(content)}
    heads = {number: head for number, (head, _) in objects.items()}
    pages = [head for head in heads.values() if re.search(rb"/Type\s*/Page\b", head)]
    text = "".join(
        _text_of(objects[int(_ref(page, b"Contents"))][1], _maps_of(page, objects)) for page in pages
    )
    descriptors = [head for head in heads.values() if b"/Type/FontDescriptor" in head]
    catalogue = next(head for head in heads.values() if b"/Type/Catalog" in head)
    return Pdf(
        pages=len(pages),
        text=text,
        fonts={
            re.search(rb"/FontName/(\S+?)[/\s>]", head)[1].decode(): b"/FontFile" in head
            for head in descriptors
        },
        tagged=b"/MarkInfo" in catalogue and b"/StructTreeRoot" in catalogue,
        universal=b"pdfuaid" in content or any(b"pdfuaid" in stream for _, stream in objects.values()),
    )


def _inflated(head: bytes, stream: bytes | None) -> bytes:
    if stream is None:
        return b""
    return zlib.decompress(stream) if b"/FlateDecode" in head and b"/Image" not in head else stream


def _ref(head: bytes, key: bytes) -> bytes:
    found = re.search(rb"/" + key + rb"\s+(\d+) 0 R", head)
    assert found, key
    return found[1]


def _maps_of(page: bytes, objects: dict[int, tuple[bytes, bytes]]) -> dict[bytes, dict[int, str]]:
    """For each font name of the page's resources, what its glyphs mean."""
    resources = objects[int(_ref(page, b"Resources"))][0]
    fonts = re.search(rb"/Font\s*(?:(\d+) 0 R|<<(.*?)>>)", resources, re.DOTALL)
    if fonts is None:
        return {}
    table = objects[int(fonts[1])][0] if fonts[1] else fonts[2]
    return {
        name: _letters(objects[int(_ref(objects[int(number)][0], b"ToUnicode"))][1])
        for name, number in re.findall(rb"/(\w+) (\d+) 0 R", table)
    }


def _letters(cmap: bytes) -> dict[int, str]:
    letters: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, meaning in re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            letters[int(code, 16)] = bytes.fromhex(meaning.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, meaning in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int(meaning, 16)
            for code in range(int(first, 16), int(last, 16) + 1):
                letters[code] = chr(start + code - int(first, 16))
    return letters


def _text_of(stream: bytes, maps: dict[bytes, dict[int, str]]) -> str:
    """The texts of a content stream. Numbers between strings only push glyphs apart."""
    letters: dict[int, str] = {}
    found: list[str] = []
    for font, string in _tokens(stream):
        if font:
            letters = maps.get(font, letters)
        else:
            codes = (int.from_bytes(string[i : i + 2], "big") for i in range(0, len(string), 2))
            found += [letters[code] for code in codes]
    return "".join(found)


def _tokens(stream: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Fonts that are chosen, and strings that are shown: pairs of which one is empty."""
    place = 0
    while found := _NEXT.search(stream, place):
        place = found.end()
        if found["notes"]:
            continue
        if found["font"]:
            yield found["font"], b""
        elif found["hex"] is not None:
            yield b"", bytes.fromhex(found["hex"].decode())
        else:
            string, place = _string_from(stream, place)
            yield b"", string


def _string_from(stream: bytes, place: int) -> tuple[bytes, int]:
    """A string after its opening bracket, and where it ends; brackets in pairs stand in it as they are."""
    out, depth = bytearray(), 1
    while True:
        byte = stream[place : place + 1]
        place += 1
        if byte == b"\\":
            escape = _ESCAPE.match(stream, place)
            assert escape
            place = escape.end()
            code = escape[1]
            out += _NAMED.get(code) or (bytes([int(code, 8)]) if code.isdigit() else code)
            continue
        depth += {b"(": 1, b")": -1}.get(byte, 0)
        if not depth:
            return bytes(out), place
        out += byte
