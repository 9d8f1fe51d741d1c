"""Where a photo was taken."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from besa.core.images import gps_of
from tests.factories import photos


@pytest.mark.parametrize("make", [photos.png, photos.webp, photos.heic])
def test_every_format_tells_its_position(make: object) -> None:
    position = gps_of(BytesIO(make()))
    assert position == pytest.approx(photos.PRISHTINA, abs=1e-6)


@pytest.mark.parametrize("place", [(42.6629, 21.1655), (-33.9, 151.2), (40.7, -74.0)])
def test_all_four_quarters_of_the_globe(place: tuple[float, float]) -> None:
    assert gps_of(BytesIO(photos.jpeg(gps=place))) == pytest.approx(place, abs=1e-6)


def test_a_photo_without_position_or_with_nonsense_has_none() -> None:
    assert gps_of(BytesIO(photos.jpeg())) is None
    assert gps_of(BytesIO(photos.jpeg(gps=(0.0, 0.0)))) is None
    assert gps_of(BytesIO(photos.jpeg(gps=(142.0, 21.0)))) is None
    assert gps_of(BytesIO(b"no photo")) is None


@pytest.mark.parametrize("parts", [(42.0,), (42.0, 75.0, 0.0), (42.0, 10.0, 99.0), (142.0, 1.0, 1.0)])
def test_malformed_degrees_are_no_position(parts: tuple[object, ...]) -> None:
    block = Image.Exif()
    block[0x8825] = {1: "N", 2: parts, 3: "E", 4: (21.0, 9.0, 55.8)}
    out = BytesIO()
    photos.picture().save(out, "JPEG", exif=block)
    assert gps_of(out) is None


def test_real_photos_tell_where_they_were_taken(shared_data: Path) -> None:
    folder = shared_data / "photos"
    expected = {
        "exif_gps/DSCN0010.jpg": (43.4674483, 11.8851267),
        "exif_gps/gen_prishtina_gps_pii.jpg": photos.PRISHTINA,
        "heic/IMG_5195.HEIC": (39.0513444, -94.2887722),
    }
    for name, place in expected.items():
        with (folder / name).open("rb") as file:
            assert gps_of(file) == pytest.approx(place, abs=1e-4), name
