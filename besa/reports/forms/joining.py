"""What somebody sends who has the same problem."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class JoinForm(forms.Form):
    """An address, if they want to be told when it is fixed."""

    email = forms.EmailField(
        required=False,
        max_length=254,
        label=_("Your e-mail"),
        error_messages={"invalid": _("Write the address like this: name@example.com")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
