"""Which figure is shown beside a pledge."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besa.core.choices import offer
from besa.pledges.indicators import LABELS, choices_of, figures_of_reports
from besa.pledges.models import Pledge


class IndicatorForm(forms.Form):
    """A figure, and what of the municipality it counts."""

    key = forms.ChoiceField(
        label=gettext_lazy("Figure"),
        error_messages={"required": gettext_lazy("Choose a figure that can be shown here.")},
    )

    def __init__(self, pledge: Pledge, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        known = figures_of_reports()
        offer(self, "key", [(key, capfirst(str(figure.label))) for key, figure in known.items()])
        everything = {"period": _("As usual")}
        for name, label in LABELS.items():
            if choices := choices_of(name, pledge.mandate.municipality):
                all_of_it = ("", everything.get(name, _("All")))
                self.fields[name] = forms.ChoiceField(
                    label=str(label), choices=[all_of_it, *choices], required=False
                )

    @property
    def parameters(self) -> dict[str, str]:
        """What was chosen, without what was left open."""
        return {name: self.cleaned_data[name] for name in LABELS if self.cleaned_data.get(name)}
