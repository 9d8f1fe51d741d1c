"""Which part of the ledger a reader wants to see."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from besa.ledger.queries import Filters
from besa.ledger.verbs import known_verbs, sentence_of
from besa.places.models import Municipality

_DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
_YEARS = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2200, 1, 1)))
_LAST_POSITION = 10**15


class LedgerFilterForm(forms.Form):
    """Municipality, verb and period; `before` is where the next page begins."""

    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    verb = forms.ChoiceField(label=_("What happened"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=_DATE, validators=_YEARS)
    until = forms.DateField(label=_("Up to and including"), required=False, widget=_DATE, validators=_YEARS)
    subject = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    before = forms.IntegerField(
        required=False, min_value=0, max_value=_LAST_POSITION, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = sorted((one.name, one.slug) for one in Municipality.objects.filter(active=True))
        _choices(self, "municipality", [("", _("All")), *((slug, name) for name, slug in places)])
        _choices(
            self, "verb", [("", _("Everything")), *((verb, sentence_of(verb)) for verb in known_verbs())]
        )

    def clean(self) -> dict[str, Any]:
        """A period must not end before it begins."""
        values = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
        return values

    def filters(self) -> Filters:
        """What was asked for; only of a valid form."""
        values = self.cleaned_data
        until = values["until"] and values["until"] + timedelta(days=1)
        return Filters(
            municipality=values["municipality"],
            verb=values["verb"],
            subject=values["subject"],
            since=values["since"] and timezone.make_aware(datetime.combine(values["since"], time())),
            until=until and timezone.make_aware(datetime.combine(until, time())),
        )


def _choices(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
