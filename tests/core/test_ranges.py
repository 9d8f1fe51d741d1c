"""Parts of files: a player gets just the bytes it asks for, everybody else the whole."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from besa.core.ranges import part_asked_for

CONTENT = bytes(range(100))


def asked(**headers: str) -> HttpResponse:
    whole = HttpResponse(CONTENT, headers={"ETag": '"one"'})
    return part_asked_for(
        RequestFactory().get("/", headers={k.replace("_", "-"): v for k, v in headers.items()}), whole
    )


@pytest.mark.parametrize(
    ("header", "part", "described"),
    [
        ("bytes=0-1", CONTENT[:2], "bytes 0-1/100"),
        ("bytes=90-", CONTENT[90:], "bytes 90-99/100"),
        ("bytes=-5", CONTENT[95:], "bytes 95-99/100"),
        ("bytes=0-999", CONTENT, "bytes 0-99/100"),
        ("bytes=-999", CONTENT, "bytes 0-99/100"),
    ],
)
def test_a_part_is_answered_alone(header: str, part: bytes, described: str) -> None:
    answer = asked(range=header)
    assert (answer.status_code, answer.content, answer["Content-Range"]) == (206, part, described)


@pytest.mark.parametrize("header", ["", "bytes=", "bytes=-", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b"])
def test_what_is_no_single_range_gets_the_whole(header: str) -> None:
    answer = asked(range=header) if header else asked()
    assert (answer.status_code, answer.content, answer["Accept-Ranges"]) == (200, CONTENT, "bytes")


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=5-2", "bytes=-0"])
def test_what_lies_outside_is_refused_with_the_size(header: str) -> None:
    answer = asked(range=header)
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */100")


def test_parts_of_an_older_file_are_not_mixed_with_the_new_one() -> None:
    assert asked(range="bytes=0-1", if_range='"other"').status_code == 200
    assert asked(range="bytes=0-1", if_range='"one"').status_code == 206


@given(st.text(max_size=30))
def test_no_header_breaks_it(header: str) -> None:
    request = RequestFactory().get("/")
    request.META["HTTP_RANGE"] = header
    assert part_asked_for(request, HttpResponse(CONTENT)).status_code in {200, 206, 416}
