"""The few pages that may stand inside somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_exempt

View = Callable[..., HttpResponseBase]
_ANYWHERE = {"frame-ancestors": ["*"]}


def in_any_frame(view: View) -> View:
    """Let any page show this one in a frame. Nobody is signed in there, and it holds no form."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        framed = csp_replace(_ANYWHERE)(lambda asked: view(asked, *args, **kwargs))
        return framed(request)

    return xframe_options_exempt(shown)
