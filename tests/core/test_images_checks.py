"""What is refused in the request, by the bytes of a file alone."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from besa.core.images import MAX_BYTES, REASONS, ImageRefused, check_upload, gps_of
from tests.factories import photos

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GIF_JS = b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)"


def refusal(data: bytes) -> str:
    with pytest.raises(ImageRefused) as refused:
        check_upload(BytesIO(data))
    return refused.value.key


@pytest.mark.parametrize(
    ("make", "kind"),
    [(photos.jpeg, "jpeg"), (photos.png, "png"), (photos.webp, "webp"), (photos.heic, "heic")],
)
def test_the_four_formats_are_taken_with_their_size(make: object, kind: str) -> None:
    file = BytesIO(make())
    checked = check_upload(file)
    assert (checked.format, checked.width, checked.height) == (kind, 320, 240)
    assert file.tell() == 0


@pytest.mark.parametrize("lossless", [True, False])
def test_simple_webp_files_have_a_size_too(lossless: bool) -> None:
    out = BytesIO()
    photos.picture(33, 47).save(out, "WEBP", lossless=lossless)
    checked = check_upload(out)
    assert (checked.width, checked.height) == (33, 47)


@pytest.mark.parametrize(
    "data", [SVG, GIF_JS, b"just some text", b"%PDF-1.7", b"PK\x03\x04rest", b"\0" * 100]
)
def test_what_is_no_photo_is_refused_whatever_its_name(data: bytes) -> None:
    assert refusal(data) == "not_a_photo"


def test_avif_is_no_photo_that_we_take() -> None:
    out = BytesIO()
    photos.picture().save(out, "AVIF")
    assert refusal(out.getvalue()) == "not_a_photo"


def test_empty_large_and_huge_files_are_refused() -> None:
    assert refusal(b"") == "empty"
    assert refusal(photos.jpeg() + b"\0" * MAX_BYTES) == "too_large"
    assert refusal(photos.png_header(30_000, 30_000)) == "too_many_pixels"
    assert refusal(photos.png_header(65_500, 65_500)) == "too_many_pixels"
    assert refusal(photos.png_header(50_000, 10)) == "too_many_pixels"
    assert refusal(photos.png_header(0, 10)) == "damaged"


@pytest.mark.parametrize("make", [photos.jpeg, photos.png, photos.webp, photos.heic])
def test_a_file_that_ends_in_its_header_is_damaged(make: object) -> None:
    assert refusal(make()[:21]) in {"damaged", "not_a_photo"}


def test_every_refusal_says_what_to_do() -> None:
    with translation.override("en"):
        for reason in REASONS:
            assert len(str(ImageRefused(reason)).split(". ")) >= 2


@settings(max_examples=300, deadline=None)
@given(
    which=st.sampled_from([photos.jpeg(), photos.png(), photos.webp(), photos.heic()]),
    cut=st.integers(min_value=0, max_value=3_000),
    at=st.integers(min_value=0, max_value=3_000),
    noise=st.binary(max_size=40),
)
def test_no_damage_makes_the_check_or_the_position_fail(
    which: bytes, cut: int, at: int, noise: bytes
) -> None:
    data = (which[:at] + noise + which[at + len(noise) :])[: len(which) - cut]
    try:
        check_upload(BytesIO(data))
    except ImageRefused as refused:
        assert refused.key in REASONS
    position = gps_of(BytesIO(data))
    assert position is None or (abs(position[0]) <= 90 and abs(position[1]) <= 180)


@pytest.mark.parametrize(
    "name",
    [
        "gen_bomb_30000x30000.png",
        "gen_header_lie_65500.png",
        "gen_polyglot_gif_js.gif",
        "gen_svg_script_named.jpg",
        "gen_text_named.png",
    ],
)
def test_real_hostile_files_are_refused_in_the_request(shared_data: Path, name: str) -> None:
    assert refusal((shared_data / "photos" / "hostile" / name).read_bytes()) in {
        "not_a_photo",
        "too_many_pixels",
    }
