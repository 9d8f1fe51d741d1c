"""What a citizen says after the municipality said "fixed"."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MAX_REASON = 1000


class VerdictForm(forms.Form):
    """Fixed or not; the reporter says why it is not."""

    fixed = forms.ChoiceField(
        label=_("Is it fixed?"),
        choices=[("yes", _("Yes, it is fixed")), ("no", _("No, it is not fixed"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the two."),
            "invalid_choice": _("Choose one of the two."),
        },
    )
    reason = forms.CharField(
        label=_("What is still wrong?"),
        required=False,
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("This is too long. Shorten it to 1,000 characters.")},
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "verdict_%s"
        self.needs_reason = needs_reason

    def clean(self) -> dict[str, Any]:
        """Who reopens a report says why: the municipality must know what to do."""
        values = super().clean() or {}
        if self.needs_reason and values.get("fixed") == "no" and not (values.get("reason") or "").strip():
            self.add_error("reason", _("Write in a few words what is still wrong."))
        return values

    @property
    def says_fixed(self) -> bool:
        """The verdict of a valid form."""
        return bool(self.cleaned_data["fixed"] == "yes")
