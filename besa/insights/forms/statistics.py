"""What a reader asks of the statistics. Nothing is required; every choice stands in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.insights.periods import EARLIEST, USUAL
from besa.insights.queries.breakdown import BREAKDOWNS, Part
from besa.insights.queries.comparison import common_categories
from besa.insights.scopes import OWN, Asked, ScopeError, ask
from besa.places.gazetteer import gazetteer
from besa.places.models import Municipality

Choices = list[tuple[str, str | Promise]]

PERIOD_LABELS: Choices = [
    ("30d", _("Last 30 days")),
    ("90d", _("Last 90 days")),
    ("365d", _("Last 12 months")),
    ("all", _("All time")),
    (OWN, _("From … to …")),
]
_WRONG = {
    "since": _("Choose a day that is not after the last one."),
    "until": _("Choose a later day."),
    "as_of": _("Choose a later day."),
}


class DayField(forms.DateField):
    """A day, as browsers offer to choose it; never required."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": EARLIEST.isoformat()})
        super().__init__(required=False, input_formats=["%Y-%m-%d"], widget=widget, **kwargs)


class StatisticsForm(forms.Form):
    """Filters, period and as-of date of a municipality's statistics, read at once: `asked` is always something."""

    category = forms.ChoiceField(required=False, label=_("Category"))
    department = forms.ChoiceField(required=False, label=_("Department"))
    place = forms.ChoiceField(required=False, label=_("Settlement"))
    period = forms.ChoiceField(required=False, choices=PERIOD_LABELS, label=_("Period"))
    since = DayField(label=_("First day"))
    until = DayField(label=_("Last day"))
    as_of = DayField(label=_("As of the end of"))
    by = forms.ChoiceField(
        required=False, choices=[(key, key) for key in BREAKDOWNS], widget=forms.HiddenInput
    )

    def __init__(self, data: Mapping[str, str], *, municipality: Municipality) -> None:
        own = data.get("since") or data.get("until")
        super().__init__({"period": OWN if own else USUAL, **data})
        self._municipality = municipality
        for name, everything in (
            ("category", _("All categories")),
            ("department", _("All departments")),
            ("place", _("All settlements")),
        ):
            choices = _choices(everything, BREAKDOWNS[name].parts(municipality))
            self.fields[name] = forms.ChoiceField(
                required=False, label=self.fields[name].label, choices=choices
            )
        self.asked, self.apart_by = self._read()

    def _read(self) -> tuple[Asked, str]:
        """What is asked for; the usual instead when something in it is wrong, and the form then says what."""
        if self.is_valid():
            values = dict(self.cleaned_data)
            by = values.pop("by") or "category"
            if values["period"] == OWN and not (values["since"] or values["until"]):
                values["period"] = ""
            try:
                return ask(self._municipality, **values), by
            except ScopeError as error:
                self.add_error(error.field, _WRONG.get(error.field, _("Choose one of the list.")))
        return ask(self._municipality), "category"


class ComparisonForm(forms.Form):
    """What municipalities are compared by. Only categories that all of them offer can be chosen."""

    category = forms.ChoiceField(required=False, label=_("Category"))
    period = forms.ChoiceField(required=False, choices=PERIOD_LABELS[:-1], label=_("Period"))
    as_of = DayField(label=_("As of the end of"))

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__({"period": USUAL, **data})
        towns = [town for town in gazetteer().municipalities.values() if town.active]
        parts = [Part(one.pk, one.key, one.name) for one in common_categories(towns)]
        self.fields["category"] = forms.ChoiceField(
            required=False, label=_("Category"), choices=_choices(_("All categories in common"), parts)
        )
        self.asked = self._read()

    def _read(self) -> dict[str, Any]:
        if self.is_valid() and (self.cleaned_data["as_of"] or EARLIEST) >= EARLIEST:
            return self.cleaned_data | {"period": self.cleaned_data["period"] or USUAL}
        return {"category": "", "period": USUAL, "as_of": None}

    def query_as_of(self, day: date) -> str:
        """What an address needs to ask for the same again, at any later time."""
        asked = self.asked | {"as_of": day.isoformat()}
        return urlencode({name: value for name, value in asked.items() if value})


def _choices(everything: str | Promise, parts: Iterable[Part]) -> Choices:
    named: Choices = [(part.key, part.name) for part in parts if part.key]
    return [("", everything), *sorted(named, key=lambda choice: str(choice[1]).casefold())]
