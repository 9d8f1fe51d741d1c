"""Changing what one follows, and when one is written to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from besa.alerts.channels import push
from besa.alerts.forms.following import HowForm
from besa.core.channels import AddressRefused

_HOURS = [("", _("no quiet hours")), *((str(hour), f"{hour:02}:00") for hour in range(24))]


def _hour(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        required=False,
        choices=_HOURS,
        coerce=int,
        empty_value=None,
        label=label,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )


class SubscriptionForm(HowForm):
    """Of what, how often, and in which language."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language of the messages"))

    def clean_kinds(self) -> list[str]:
        """At least one kind: to hear of nothing, one stops."""
        kinds: list[str] = self.cleaned_data["kinds"]
        if not kinds:
            raise forms.ValidationError(_("Choose at least one, or stop this subscription."))
        return kinds


class QuietForm(forms.Form):
    """Hours in which nothing is sent."""

    quiet_from = _hour(_("Quiet from"))
    quiet_until = _hour(pgettext_lazy("quiet hours from … until …", "until"))

    def clean(self) -> dict[str, Any]:
        """Both hours or none; from an hour to itself is no time at all."""
        values = super().clean() or {}
        start, end = values.get("quiet_from"), values.get("quiet_until")
        if not self.errors and (start is None) != (end is None):
            self.add_error("quiet_until", _("Choose both hours, or none."))
        if not self.errors and start is not None and start == end:
            self.add_error("quiet_until", _("Choose two different hours."))
        return values


class LostForm(forms.Form):
    """The address whose link is lost."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write a complete e-mail address, such as name@example.com."),
        },
    )


class BrowserForm(forms.Form):
    """A browser's push address with its keys."""

    endpoint = forms.CharField(max_length=1_000)
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=100)

    def clean(self) -> dict[str, Any]:
        """The address is one of a push service that may be spoken to."""
        values = super().clean() or {}
        if not self.errors:
            try:
                push.check(values["endpoint"], self.keys())
            except AddressRefused as refused:
                self.add_error("endpoint", str(refused))
        return values

    def keys(self) -> dict[str, str]:
        """Its public key and secret."""
        return {name: self.cleaned_data[name] for name in ("p256dh", "auth")}
