"""What comes out of the limited process: upright new pixels and not one byte more."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from besa.core.images import SIZES, ImageRefused, Redrawn, redraw
from tests.factories import photos

RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 0)


def drawn(tmp_path: Path, data: bytes, **more: object) -> Redrawn:
    source = tmp_path / "source"
    source.write_bytes(data)
    return redraw(source=source, folder=tmp_path / "out", stem="x", **more)


def result(tmp_path: Path, size: str = "large") -> Image.Image:
    return Image.open(tmp_path / "out" / f"x-{size}.webp")


def chunks(data: bytes) -> list[bytes]:
    """Names of a WebP file's chunks; fails when anything is outside them."""
    assert data[:4] == b"RIFF"
    assert data[8:12] == b"WEBP"
    assert struct.unpack_from("<I", data, 4)[0] + 8 == len(data)
    names, at = [], 12
    while at < len(data):
        names.append(data[at : at + 4])
        length = struct.unpack_from("<I", data, at + 4)[0]
        at += 8 + length + length % 2
    assert at == len(data)
    return names


def assert_only_pixels(folder: Path) -> None:
    files = sorted(folder.iterdir())
    assert [file.name for file in files] == sorted(f"x-{size}.webp" for size in SIZES)
    for file in files:
        data = file.read_bytes()
        assert chunks(data) == [b"VP8 "], file
        assert photos.MARKER not in data
        with Image.open(file) as image:
            assert not image.getexif()
            assert set(image.info) <= {"loop", "background", "timestamp", "duration"}


def quarters(image: Image.Image) -> list[tuple[int, ...]]:
    width, height = image.size
    spots = [(1, 1), (3, 1), (3, 3), (1, 3)]
    return [image.convert("RGB").getpixel((width * x // 4, height * y // 4)) for x, y in spots]


def near(got: list[tuple[int, ...]], wanted: list[tuple[int, int, int]]) -> bool:
    return all(abs(a - b) < 24 for g, w in zip(got, wanted, strict=True) for a, b in zip(g, w, strict=True))


@pytest.mark.parametrize("make", [photos.jpeg, photos.png, photos.webp, photos.heic])
def test_no_byte_of_metadata_survives(tmp_path: Path, make: object) -> None:
    data: bytes = make()
    assert photos.MARKER in data
    drawn(tmp_path, data + b"PK\x03\x04" + photos.MARKER)
    assert_only_pixels(tmp_path / "out")


def test_no_byte_of_metadata_of_real_photos_survives(tmp_path: Path, shared_data: Path) -> None:
    for number, path in enumerate(sorted((shared_data / "photos").glob("*/*"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            drawn(folder, path.read_bytes())
        except ImageRefused:
            continue
        assert_only_pixels(folder / "out")
        for file in (folder / "out").iterdir():
            assert b"script" not in file.read_bytes(), path


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos_stand_upright(tmp_path: Path, orientation: int) -> None:
    turn = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what the camera did, undone by the reader
    image = photos.picture()
    if orientation in turn:
        image = image.transpose(Image.Transpose(turn[orientation]))
    drawn(tmp_path, photos.jpeg(image, orientation=orientation))
    assert result(tmp_path).size == (320, 240)
    assert near(quarters(result(tmp_path)), [RED, GREEN, BLUE, YELLOW])


def test_sizes_are_the_promised_ones(tmp_path: Path) -> None:
    assert drawn(tmp_path, photos.jpeg(photos.picture(3000, 1500))) == Redrawn(2048, 1024)
    assert {size: result(tmp_path, size).width for size in SIZES} == SIZES


def test_small_photos_are_not_blown_up(tmp_path: Path) -> None:
    assert drawn(tmp_path, photos.jpeg()) == Redrawn(320, 240)


def test_colours_are_converted_before_the_profile_goes(tmp_path: Path) -> None:
    # A profile whose red is sRGB's green: what a camera wrote as red was green all along.
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"????", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"????", b"gXYZ", 1)
    out = BytesIO()
    Image.new("RGB", (64, 64), "red").save(out, "PNG", icc_profile=swapped)
    drawn(tmp_path, out.getvalue())
    red, green, _ = result(tmp_path).convert("RGB").getpixel((32, 32))
    assert green > 200 > red


def test_colours_of_print_become_colours_of_screens(tmp_path: Path) -> None:
    out = BytesIO()
    Image.new("CMYK", (64, 64), (0, 255, 255, 0)).save(out, "JPEG")
    drawn(tmp_path, out.getvalue())
    red, green, blue = result(tmp_path).convert("RGB").getpixel((32, 32))
    assert red > 200
    assert max(green, blue) < 60


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "I;16"])
def test_every_kind_of_pixels_is_drawn(tmp_path: Path, mode: str) -> None:
    image = (
        photos.picture().convert("L").convert("I;16") if mode == "I;16" else photos.picture().convert(mode)
    )
    drawn(tmp_path, photos_png(image))
    assert result(tmp_path).mode == "RGB"


def photos_png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_what_is_transparent_becomes_white(tmp_path: Path) -> None:
    drawn(tmp_path, photos_png(Image.new("RGBA", (50, 50), (0, 0, 0, 0))))
    assert min(result(tmp_path).convert("RGB").getpixel((25, 25))) > 250


def test_a_blurred_region_is_gone_from_every_size_and_the_rest_stays(tmp_path: Path) -> None:
    stripes = photos.picture(1200, 900)
    for x in range(0, 600, 8):
        stripes.paste("black", (x, 0, x + 4, 450))
    drawn(tmp_path, photos.jpeg(stripes), blurred=[[0, 0, 500, 500]])
    for size in SIZES:
        image = result(tmp_path, size).convert("L")
        inside = image.crop((image.width // 8, image.height // 8, image.width // 3, image.height // 3))
        low, high = inside.getextrema()
        assert high - low < 60, size
    assert near(quarters(result(tmp_path))[1:], [GREEN, BLUE, YELLOW])


def test_regions_at_the_edges_are_no_trouble(tmp_path: Path) -> None:
    drawn(tmp_path, photos.jpeg(), blurred=[[0, 0, 1000, 1000], [999, 999, 1, 1], [0, 0, 1, 1]])
    assert_only_pixels(tmp_path / "out")


def refusal(tmp_path: Path, data: bytes) -> str:
    with pytest.raises(ImageRefused) as refused:
        drawn(tmp_path, data)
    return refused.value.key


def test_hostile_files_end_in_a_refusal(tmp_path: Path) -> None:
    whole = photos.jpeg(photos.picture(800, 600))
    assert refusal(tmp_path, whole[: len(whole) // 2]) == "damaged"
    assert refusal(tmp_path, photos.png_header(30_000, 30_000)) in {"too_much_work", "too_many_pixels"}
    assert refusal(tmp_path, photos.png_header(300, 300)) == "damaged"
    assert refusal(tmp_path, b"GIF89a" + b"\0" * 50) == "damaged"
    assert refusal(tmp_path, b"text") == "damaged"


@pytest.mark.parametrize("name", ["gen_png_ztxt_bomb_20MB.png", "gen_truncated_half.jpg"])
def test_real_hostile_files_end_in_a_refusal(tmp_path: Path, shared_data: Path, name: str) -> None:
    assert refusal(tmp_path, (shared_data / "photos" / "hostile" / name).read_bytes()) == "damaged"


def test_fifty_megapixels_fit_into_the_limits(tmp_path: Path) -> None:
    big = Image.effect_noise((500, 500), 60).resize((8100, 6100), Image.Resampling.NEAREST).convert("RGB")
    out = BytesIO()
    big.save(out, "PNG", compress_level=1)
    assert drawn(tmp_path, out.getvalue()).width == 2048
