"""A mail that a person reads, published as an answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from besa.delivery.incoming.letters import MAX_WORDS


class AnswerForm(forms.Form):
    """The words to publish; at first, what was found in the mail."""

    text = forms.CharField(
        label=_("Answer"),
        max_length=MAX_WORDS,
        help_text=_(
            "Published under the report as the municipality's answer. Take out what is not for everybody."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
