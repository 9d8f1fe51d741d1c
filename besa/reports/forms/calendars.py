"""What a coordinator sends about days off: one day with its names, or a calendar file."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from besa.core.choices import offer
from besa.core.languages import AUTHORED, EN, SQ, SR
from besa.places.calendar import today_in
from besa.places.calendar_files import CalendarFileRefused, LeftOut, read_calendar
from besa.places.models import Holiday, Municipality
from besa.places.public_days import public_days, settled
from besa.reports.services.promising import Day

#: how far ahead days off can be seen and taken from files, in years
YEARS_AHEAD = 5
MOST_DAYS_IN_FILE = 400
_BIGGEST_FILE = 1_000_000
_NAME_IN = {
    SQ: _("Name in Albanian"),
    SR: _("Name in Serbian (Cyrillic)"),
    EN: _("Name in English"),
}
_LANGUAGE_NAMES = {SQ: _("Albanian"), SR: _("Serbian"), EN: _("English")}
#: what became no day off, and why
LEFT_OUT = {
    LeftOut.PAST: ngettext_lazy("%(n)d day that has passed", "%(n)d days that have passed", "n"),
    LeftOut.BEYOND: ngettext_lazy(
        "%(n)d day that is more than five years away", "%(n)d days that are more than five years away", "n"
    ),
    LeftOut.TIMED: ngettext_lazy(
        "%(n)d entry with a time of day: it is no whole day",
        "%(n)d entries with a time of day: they are no whole days",
        "n",
    ),
    LeftOut.CANCELLED: ngettext_lazy("%(n)d cancelled entry", "%(n)d cancelled entries", "n"),
    LeftOut.RULE: ngettext_lazy(
        "the repetitions of %(n)d entry, whose rule Besa does not know (its first day was taken)",
        "the repetitions of %(n)d entries, whose rules Besa does not know (their first days were taken)",
        "n",
    ),
    LeftOut.LONG: ngettext_lazy("%(n)d entry longer than 31 days", "%(n)d entries longer than 31 days", "n"),
    LeftOut.BROKEN: ngettext_lazy("%(n)d entry without a date", "%(n)d entries without a date", "n"),
}


def _languages_of(municipality: Municipality) -> list[str]:
    """Languages in which the municipality writes: its official ones, Serbian in the script it is authored in."""
    return [code for code in AUTHORED if code in municipality.languages] or [SQ]


class DayForm(forms.Form):
    """A day off with its name in each official language, or a day that is worked."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    works = forms.ChoiceField(
        label=_("On this day the offices are"),
        choices=[("no", _("closed")), ("yes", _("open, although they usually are not"))],
        widget=forms.RadioSelect,
        initial="no",
    )

    def __init__(
        self, municipality: Municipality, *args: Any, holiday: Holiday | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.official = _languages_of(municipality)
        self.feast = holiday.feast if holiday else ""
        for code in (*self.official, *(code for code in (EN,) if code not in self.official)):
            needed = code in self.official and not self.feast
            self.fields[f"name_{code}"] = forms.CharField(
                label=_NAME_IN[code],
                help_text=_("Needed when the offices are closed.") if needed else "",
                max_length=80,
                required=False,
            )
        if holiday:
            names = {f"name_{code}": holiday.names.get(code, "") for code in AUTHORED}
            self.initial = {"day": holiday.day, "works": "yes" if holiday.works else "no", **names}

    def names(self) -> list[forms.BoundField]:
        """The fields of the names."""
        return [self[name] for name in self.fields if name.startswith("name_")]

    def clean(self) -> dict[str, Any]:
        """A day off has a name in every official language; a public holiday has one already."""
        values = super().clean() or {}
        if values.get("works") == "no" and not self.feast:
            for code in self.official:
                if not (values.get(f"name_{code}") or "").strip() and f"name_{code}" not in self.errors:
                    self.add_error(
                        f"name_{code}", _("Write what the day is called, in each official language.")
                    )
        return values

    def declared(self) -> Day:
        """The day. Only for a valid form."""
        given = self.cleaned_data
        names = {code: given.get(f"name_{code}", "").strip() for code in AUTHORED}
        said = {code: name for code, name in names.items() if name}
        return Day(given["day"], given["works"] == "yes", said, self.feast)


class CalendarFileForm(forms.Form):
    """Days off from a calendar file."""

    file = forms.FileField(
        label=_("Calendar file (.ics)"),
        help_text=_(
            "As calendar programs save it. Whole days in it become days off, those that repeat too, for up to five"
            " years."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
    )
    language = forms.ChoiceField(label=_("The names in it are in"), required=False)

    def __init__(self, municipality: Municipality, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality, self.today = municipality, today_in(municipality)
        codes = _languages_of(municipality)
        others = [code for code in AUTHORED if code not in codes]
        offer(self, "language", [(code, _LANGUAGE_NAMES[code]) for code in (*codes, *others)])
        self.initial = {"language": codes[0]}
        self.days: list[Day] = []
        self._left_out: Counter[LeftOut] = Counter()

    def clean(self) -> dict[str, Any]:
        """The days in the file; a file that is none comes back with a sentence."""
        values = super().clean() or {}
        if values.get("file"):
            try:
                self._read(values["file"], values.get("language") or self.initial["language"])
            except forms.ValidationError as refused:
                self.add_error("file", refused)
        return values

    def _read(self, file: Any, language: str) -> None:
        if file.size > _BIGGEST_FILE:
            raise forms.ValidationError(_("This file is too large."))
        last = date(self.today.year + YEARS_AHEAD, 12, 31)
        try:
            found = read_calendar(file.read(), first=date.fromordinal(self.today.toordinal() + 1), last=last)
        except CalendarFileRefused:
            raise forms.ValidationError(_("This is no calendar file. Save it as iCalendar (.ics).")) from None
        if len(found.days) > MOST_DAYS_IN_FILE:
            raise forms.ValidationError(_("There are more than 400 days in it."))
        self._left_out = found.left_out
        self.days = [self._day(one.day, one.names, language) for one in found.days]
        if not self.days:
            reasons = "; ".join(self.left_out())
            raise forms.ValidationError(
                _("There is no day off in it that can be taken. Left out: %(reasons)s.")
                if reasons
                else _("There is no day in it that lies ahead."),
                params={"reasons": reasons},
            )

    def _day(self, day: date, names: dict[str, str], language: str) -> Day:
        """A public holiday is taken by its key, which has a name in every language."""
        feast = public_days(self.municipality.country, day.year).get(day, "")
        if feast:
            return Day(day, feast=settled(feast))
        known = {code: name for code, name in names.items() if code in AUTHORED}
        if "" in names:
            known.setdefault(language, names[""])
        return Day(day, names=known)

    def left_out(self) -> list[str]:
        """What became no day off, in words, by reason. Only for a form that was checked."""
        return [LEFT_OUT[reason] % {"n": n} for reason, n in self._left_out.items()]
