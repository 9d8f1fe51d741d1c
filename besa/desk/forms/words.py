"""The words that go with an official's act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MAX_WORDS = 4000


def words_field(help_text: str | _StrPromise) -> forms.CharField:
    """What the official says; `help_text` tells who will read it."""
    return forms.CharField(
        label=_("Answer"),
        help_text=help_text,
        required=False,
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write what you want to say."),
            "max_length": _("This is too long. Shorten it to 4,000 characters."),
        },
    )
