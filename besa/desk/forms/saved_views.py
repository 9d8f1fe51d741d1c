"""Giving a queue a name."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SavedViewForm(forms.Form):
    """A name, and whether colleagues see it too."""

    name = forms.CharField(
        label=_("Name of the view"),
        max_length=60,
        error_messages={"required": _("Give the view a name.")},
    )
    shared = forms.BooleanField(
        label=_("Colleagues in this municipality see it too"),
        required=False,
    )
