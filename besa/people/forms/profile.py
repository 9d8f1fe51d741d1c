"""A person's own details."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ProfileForm(forms.Form):
    """Name and language."""

    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        help_text=_("Colleagues see it. Citizens see only your office."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language of mails to you"), choices=settings.LANGUAGES)


class DeleteAccountForm(forms.Form):
    """Typing the address shows that it is meant."""

    email = forms.EmailField(
        label=_("Type your e-mail address, to show that you mean it"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own = email

    def clean_email(self) -> str:
        """The person's own address, and no other."""
        given = str(self.cleaned_data["email"]).strip().lower()
        if given != self._own.lower():
            raise forms.ValidationError(_("This is not the address of this account."))
        return given
