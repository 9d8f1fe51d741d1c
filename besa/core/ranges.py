"""Parts of files (RFC 9110, 14), as players of films ask for them: without an answer to `Range` Safari plays none."""

from __future__ import annotations

import re
from typing import Final

from django.http import HttpRequest, HttpResponse

_ONE_RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def part_asked_for(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The part of a whole answer that is asked for, else the answer. Several parts at once are answered in whole.

    `If-Range` with another entity tag than the answer's is asked by somebody who has parts of an older file: the whole.
    """
    if response.status_code != 200:
        return response
    response["Accept-Ranges"] = "bytes"
    asked = _ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    known = request.headers.get("If-Range", response.get("ETag", ""))
    if asked is None or asked[1] + asked[2] == "" or known != response.get("ETag", ""):
        return response
    content, size = response.content, len(response.content)
    if asked[1]:
        start, end = int(asked[1]), min(int(asked[2] or size), size - 1)
    else:
        start, end = max(0, size - int(asked[2])), size - 1
    if start > end or (not asked[1] and int(asked[2]) == 0):
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response.content = content[start : end + 1]
    response.status_code = 206
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    return response
