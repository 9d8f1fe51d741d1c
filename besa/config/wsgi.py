"""What the server calls."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "besa.config.settings")
_django = get_wsgi_application()
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s;\"']*)", re.IGNORECASE)


def application(request: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Django's answer to a request in UTF-8; 400 for another encoding.

    Django lets through every encoding that Python knows, and fails before its own error handling on those that
    are none of text, such as rot13.
    """
    charset = _CHARSET.search(request.get("CONTENT_TYPE", ""))
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
        return [b"Only UTF-8 is read here.\n"]
    return _django(request, start_response)
