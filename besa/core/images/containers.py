"""The outsides of four picture formats, read without decoding a pixel.

Each reader takes the whole file as a `memoryview` and finds the size of the picture and its EXIF block.
Sources: ITU T.81 (JPEG), W3C PNG third edition, RFC 9649 (WebP), ISO/IEC 23008-12 and 14496-12 (HEIC).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis"})
#: start-of-frame markers; C4, C8 and CC in that range mean other things
_SOF = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_NO_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
_MAX_BOXES = 4_000


class BrokenContainer(ValueError):
    """The file begins like a photo and goes on like something else."""


@dataclass(frozen=True)
class Header:
    """What a file says of itself. `width` and `height` in pixels as stored, before any rotation."""

    format: str
    width: int
    height: int
    exif: bytes = b""


def kind_of(start: bytes) -> str:
    """`jpeg`, `png`, `webp` or `heic` from the first 64 bytes of a file; empty for anything else."""
    if start.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if start.startswith(PNG_SIGNATURE):
        return "png"
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "webp"
    if start[4:8] == b"ftyp":
        end = min(int.from_bytes(start[:4], "big"), len(start))
        brands = {start[8:12], *(start[at : at + 4] for at in range(16, end - 3, 4))}
        return "heic" if brands & HEIC_BRANDS else ""
    return ""


def read_header(data: memoryview) -> Header:
    """Format, size and EXIF of a photo; BrokenContainer when its structure does not hold."""
    readers = {"jpeg": _jpeg, "png": _png, "webp": _webp, "heic": _heic}
    kind = kind_of(bytes(data[:64]))
    if not kind:
        raise BrokenContainer("not one of the four formats")
    try:
        return readers[kind](data)
    except (struct.error, IndexError) as error:
        raise BrokenContainer(kind) from error


def _u16(data: memoryview, at: int) -> int:
    return int(struct.unpack_from(">H", data, at)[0])


def _u32(data: memoryview, at: int) -> int:
    return int(struct.unpack_from(">I", data, at)[0])


def _jpeg(data: memoryview) -> Header:
    at, exif = 2, b""
    while True:
        if data[at] != 0xFF:
            raise BrokenContainer("jpeg: no marker where one must be")
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker in _NO_LENGTH:
            at += 2
            continue
        length = _u16(data, at + 2)
        if marker in _SOF:
            return Header("jpeg", _u16(data, at + 7), _u16(data, at + 5), exif)
        if marker in (0xD9, 0xDA) or length < 2:
            raise BrokenContainer("jpeg: picture data before its header")
        body = data[at + 4 : at + 2 + length]
        if marker == 0xE1 and not exif and bytes(body[:6]) == b"Exif\0\0":
            exif = bytes(body[6:])
        at += 2 + length


def _png(data: memoryview) -> Header:
    if bytes(data[12:16]) != b"IHDR" or _u32(data, 8) != 13:
        raise BrokenContainer("png: no header")
    width, height = _u32(data, 16), _u32(data, 20)
    at = 8
    while at + 8 <= len(data):
        length, name = _u32(data, at), bytes(data[at + 4 : at + 8])
        if name == b"eXIf":
            return Header("png", width, height, bytes(data[at + 8 : at + 8 + length]))
        at += 12 + length
    return Header("png", width, height)


def _webp(data: memoryview) -> Header:
    size, exif, at = (0, 0), b"", 12
    while at + 8 <= len(data):
        name, length = bytes(data[at : at + 4]), int(struct.unpack_from("<I", data, at + 4)[0])
        body = data[at + 8 : at + 8 + length]
        if len(body) < length:
            raise BrokenContainer("webp: the file ends too early")
        if size == (0, 0):
            size = _webp_size(name, body)
        if name == b"EXIF":
            exif = bytes(body)
        at += 8 + length + length % 2
    return Header("webp", *size, exif)


def _webp_size(name: bytes, body: memoryview) -> tuple[int, int]:
    if name == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if name == b"VP8L" and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"VP8 " and bytes(body[3:6]) == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0


def _boxes(data: memoryview, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, first and last byte of the contents of each box in a range."""
    at = start
    for _ in range(_MAX_BOXES):
        if at + 8 > end:
            return
        size, name, head = _u32(data, at), bytes(data[at + 4 : at + 8]), 8
        if size == 1:
            size, head = int(struct.unpack_from(">Q", data, at + 8)[0]), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            raise BrokenContainer(f"heic: box {name!r} is longer than what holds it")
        yield name, at + head, at + size
        at += size


def _heic(data: memoryview) -> Header:
    meta = next((box for box in _boxes(data, 0, len(data)) if box[0] == b"meta"), None)
    if meta is None:
        raise BrokenContainer("heic: no description of the picture")
    inside = {name: (start, end) for name, start, end in _boxes(data, meta[1] + 4, meta[2])}
    sizes = list(_heic_sizes(data, inside.get(b"iprp", (0, 0))))
    if not sizes:
        raise BrokenContainer("heic: no size")
    # The picture is the largest item; its tiles and its thumbnail are smaller.
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return Header("heic", width, height, _heic_exif(data, inside))


def _heic_sizes(data: memoryview, iprp: tuple[int, int]) -> Iterator[tuple[int, int]]:
    for name, start, end in _boxes(data, *iprp):
        if name == b"ipco":
            for property_name, at, _ in _boxes(data, start, end):
                if property_name == b"ispe":
                    yield _u32(data, at + 4), _u32(data, at + 8)


def _heic_exif(data: memoryview, inside: dict[bytes, tuple[int, int]]) -> bytes:
    if b"iinf" not in inside or b"iloc" not in inside:
        return b""
    start, end = inside[b"iinf"]
    skip = 6 if data[start] == 0 else 8
    for name, at, _ in _boxes(data, start + skip, end):
        if name == b"infe" and data[at] >= 2:
            wide = data[at] >= 3
            kind = at + (10 if wide else 8)
            if bytes(data[kind : kind + 4]) == b"Exif":
                item = _u32(data, at + 4) if wide else _u16(data, at + 4)
                return _heic_item(data, inside[b"iloc"][0], item)
    return b""


def _heic_item(data: memoryview, at: int, wanted: int) -> bytes:
    """An item's bytes by the location box at `at`: its first extent, which is where cameras write EXIF."""
    version = data[at]
    offset_size, length_size = data[at + 4] >> 4, data[at + 4] & 15
    base_size, index_size = data[at + 5] >> 4, (data[at + 5] & 15) if version else 0
    id_size = 4 if version == 2 else 2
    count = int.from_bytes(data[at + 6 : at + 6 + id_size], "big")
    at += 6 + id_size
    for _ in range(min(count, _MAX_BOXES)):
        fields = (id_size, 2 if version else 0, 2, base_size, 2)
        item, _, _, base, extents = _numbers(data, at, fields)
        at += sum(fields)
        extent = index_size + offset_size + length_size
        if item == wanted and extents:
            _, offset, length = _numbers(data, at, (index_size, offset_size, length_size))
            block = data[base + offset : base + offset + length]
            return bytes(block[4 + _u32(block, 0) :])
        at += extent * extents
    return b""


def _numbers(data: memoryview, at: int, sizes: tuple[int, ...]) -> list[int]:
    ends = [at]
    for size in sizes:
        ends.append(ends[-1] + size)
    return [int.from_bytes(data[first:last], "big") for first, last in pairwise(ends)]
