"""When coordinators are alarmed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from besa.delivery.limits import USUAL, Limits, limits_in
from besa.delivery.models import AlarmLimits


class AlarmLimitsForm(forms.Form):
    """After how long something is stuck, and after how much a recipient is silent."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    stuck_minutes = forms.IntegerField(
        label=_("A report that is not out after this many minutes is stuck"), min_value=5, max_value=2880
    )
    silent_reports = forms.IntegerField(
        label=_("Reports after which a recipient counts as silent"), min_value=1, max_value=1000
    )
    silent_days = forms.IntegerField(
        label=_("Days after which a recipient counts as silent"), min_value=1, max_value=365
    )

    def __init__(self, newest: AlarmLimits | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = limits_in(newest) if newest else USUAL
        self.initial = {
            "seen": newest.pk if newest else 0,
            "stuck_minutes": limits.stuck_after // timedelta(minutes=1),
            "silent_reports": limits.silent_reports,
            "silent_days": limits.silent_after.days,
        }

    def limits(self) -> Limits:
        """What was chosen. Only for a valid form."""
        given = self.cleaned_data
        return Limits(
            timedelta(minutes=given["stuck_minutes"]),
            given["silent_reports"],
            timedelta(days=given["silent_days"]),
        )
