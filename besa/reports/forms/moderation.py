"""Forms of moderators, and of readers who complain."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from besa.reports.blurring import ALL_CELLS, Region, regions_of_boxes, regions_of_cells
from besa.reports.models import AbuseReport
from besa.reports.services.moderation import MAX_REGIONS

REASONS = (
    (AbuseReport.Reason.PERSONAL, _("It shows a person, a number plate or personal data")),
    (AbuseReport.Reason.INSULT, _("It insults or threatens somebody")),
    (AbuseReport.Reason.ADVERTISING, _("It is advertising")),
    (AbuseReport.Reason.UNTRUE, _("It is not true")),
    (AbuseReport.Reason.OTHER, _("Something else")),
)


class AbuseForm(forms.Form):
    """Why something should not be shown."""

    reason = forms.ChoiceField(
        label=_("What is wrong with this page?"),
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    text = forms.CharField(
        label=_("Anything else we should know"),
        help_text=_("Only moderators read this."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class BlurForm(forms.Form):
    """Which parts of a photo to blur: ticked cells, drawn boxes, or both."""

    cells = forms.MultipleChoiceField(required=False, choices=[(cell, cell) for cell in sorted(ALL_CELLS)])
    boxes = forms.CharField(required=False, max_length=1000)

    def clean(self) -> dict[str, Any]:
        """Adds `regions`; says what to do when there is none."""
        data = super().clean() or {}
        try:
            drawn = regions_of_boxes(data.get("boxes", ""))
        except ValueError:
            drawn = []
        regions: list[Region] = [*regions_of_cells(data.get("cells", [])), *drawn]
        if not regions:
            raise forms.ValidationError(_("Choose at least one part of the photo."))
        if len(regions) > MAX_REGIONS:
            raise forms.ValidationError(_("Too many parts at once. Choose fewer."))
        data["regions"] = regions
        return data
