"""What people may send about alerts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class FollowForm(forms.Form):
    """An address that wants to follow. `website` is a trap: people do not see it, programs fill it in."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write a complete e-mail address, such as name@example.com."),
        },
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "follow_%s"  # another form on the page may ask for an address too

    @property
    def is_trapped(self) -> bool:
        """True when a program filled in what people do not see."""
        return bool(self.cleaned_data.get("website"))
