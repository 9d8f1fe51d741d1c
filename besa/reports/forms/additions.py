"""What reporters send from their private page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from besa.reports.drafts import MAX_TEXT


class AdditionForm(forms.Form):
    """More words; photos are looked at apart."""

    text = forms.CharField(
        required=False,
        max_length=MAX_TEXT,
        label=_("What else should the municipality know?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Your text is too long. Shorten it to 4,000 characters.")},
    )
