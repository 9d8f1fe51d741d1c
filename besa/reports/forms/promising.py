"""What a coordinator sends about deadlines and working hours."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from besa.places.calendar import COMMON_WEEK, Hours
from besa.reports.deadlines import Promise, Terms
from besa.reports.models import Unit

UNIT_LABELS = {
    Unit.WORKING_HOURS: _("working hours, while the offices are open"),
    Unit.WORKING_DAYS: _("working days"),
    Unit.HOURS: _("hours, also at night and on holidays"),
    Unit.DAYS: _("days of the calendar"),
}
#: the longest time that can be promised, by unit
LONGEST = {Unit.WORKING_HOURS: 400, Unit.WORKING_DAYS: 300, Unit.HOURS: 8760, Unit.DAYS: 3650}
#: minutes a week below which no deadline in working hours would ever end
SHORTEST_WEEK = 300
WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


class PromiseForm(forms.Form):
    """By when an answer and a repair are due."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    follows = forms.BooleanField(label=_("The same as for all categories"), required=False)
    response_amount = forms.IntegerField(label=_("An answer is due within"), min_value=1, required=False)
    response_unit = forms.ChoiceField(
        label=_("Counted in"), choices=list(UNIT_LABELS.items()), required=False
    )
    fix_amount = forms.IntegerField(label=_("The repair is due within"), min_value=1, required=False)
    fix_unit = forms.ChoiceField(label=_("Counted in"), choices=list(UNIT_LABELS.items()), required=False)

    def __init__(self, promise: Promise, seen: int, *args: Any, for_all: bool, **kwargs: Any) -> None:
        initial = {
            "seen": seen,
            "follows": not promise.own,
            "response_amount": promise.response.amount,
            "response_unit": promise.response.unit,
            "fix_amount": promise.fix.amount,
            "fix_unit": promise.fix.unit,
        }
        super().__init__(*args, **kwargs)
        self.initial = initial
        if for_all:
            del self.fields["follows"]

    def clean(self) -> dict[str, Any]:
        """Both times are there and not absurd, unless the category follows the common promise."""
        values = super().clean() or {}
        if not values.get("follows"):
            for name in ("response", "fix"):
                self._check(name, values.get(f"{name}_amount"), values.get(f"{name}_unit"))
        return values

    def _check(self, name: str, amount: int | None, unit: str | None) -> None:
        field = f"{name}_amount"
        if field in self.errors or f"{name}_unit" in self.errors:
            return
        if amount is None or not unit:
            self.add_error(field, _("Write a number and choose in what it is counted."))
        elif amount > LONGEST[Unit(unit)]:
            text = _("This is too long. The most is %(n)d.")
            self.add_error(field, text % {"n": LONGEST[Unit(unit)]})

    def promise(self) -> Promise | None:
        """What is promised; None to follow what holds for all. Only for a valid form."""
        given = self.cleaned_data
        if given.get("follows"):
            return None
        return Promise(
            Terms(given["response_amount"], Unit(given["response_unit"])),
            Terms(given["fix_amount"], Unit(given["fix_unit"])),
        )


class WorkingWeekForm(forms.Form):
    """From when to when the offices are open on each day of the week."""

    def __init__(self, week: tuple[Hours, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, label in enumerate(WEEKDAYS):
            opens, closes = week[number] or COMMON_WEEK[0] or (480, 960)
            self.fields[f"open_{number}"] = forms.BooleanField(
                label=label, required=False, initial=week[number] is not None
            )
            self.fields[f"from_{number}"] = _time_field(_("Opens"), label, opens)
            self.fields[f"to_{number}"] = _time_field(_("Closes"), label, closes)

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The three fields of each day."""
        return [(self[f"open_{n}"], self[f"from_{n}"], self[f"to_{n}"]) for n in range(7)]

    def clean(self) -> dict[str, Any]:
        """Each open day closes after it opens, and there is enough time in the week for anything to get done."""
        values = super().clean() or {}
        for number in range(7):
            opens, closes = values.get(f"from_{number}"), values.get(f"to_{number}")
            if not values.get(f"open_{number}") or f"from_{number}" in self.errors:
                continue
            if opens is None or closes is None or _minutes(closes) <= _minutes(opens):
                self.add_error(f"to_{number}", _("The offices close after they open."))
        if not self.errors and sum(day[1] - day[0] for day in self.week() if day) < SHORTEST_WEEK:
            self.add_error(None, _("The offices are open for at least five hours a week."))
        return values

    def week(self) -> tuple[Hours, ...]:
        """Opening and closing of each day in minutes. Only for a valid form."""
        given = self.cleaned_data
        return tuple(
            (_minutes(given[f"from_{n}"]), _minutes(given[f"to_{n}"])) if given.get(f"open_{n}") else None
            for n in range(7)
        )


def _time_field(label: Any, day: Any, minutes: int) -> forms.TimeField:
    widget = forms.TimeInput(
        attrs={"type": "time", "class": "short", "aria-label": format_lazy("{}: {}", day, label)},
        format="%H:%M",
    )
    initial = time(minutes // 60 % 24, minutes % 60)
    return forms.TimeField(label=label, required=False, widget=widget, initial=initial)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
