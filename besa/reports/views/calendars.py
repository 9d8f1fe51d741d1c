"""The coordinator's pages of days off and working hours."""

from __future__ import annotations

from datetime import MAXYEAR, date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from besa.people.permissions import require
from besa.places.calendar import calendar_of, today_in
from besa.places.models import Holiday, Municipality
from besa.places.public_days import public_days, settled
from besa.reports.forms.calendars import YEARS_AHEAD, CalendarFileForm, DayForm
from besa.reports.forms.promising import WorkingWeekForm
from besa.reports.queries.clock_history import calendar_history
from besa.reports.queries.promises import bridges_ahead, days_of_year, removed_days, settled_now, weeks_of
from besa.reports.services.promising import (
    Day,
    DayIsPast,
    DayIsTaken,
    change_day,
    declare_days,
    remove_day,
    set_working_week,
)
from besa.reports.views.coordination import ACTION, address_in, coordinated

_read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def _page(
    request: HttpRequest, municipality: Municipality, forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    today = today_in(municipality)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today.year
    year = max(today.year - 1, min(year, today.year + YEARS_AHEAD, MAXYEAR))
    days = days_of_year(municipality, year)
    context = {
        "municipality": municipality,
        "year": year,
        "years": range(today.year, today.year + YEARS_AHEAD + 1),
        "days": [one for one in days if one.day >= today],
        "days_over": [one for one in days if one.day < today],
        "bridges": bridges_ahead(municipality, year),
        "history": calendar_history(municipality),
        "removed": removed_days(municipality),
        "form": DayForm(municipality),
        "file_form": CalendarFileForm(municipality),
        **forms,
    }
    return render(request, "reports/settings/holidays.html", context, status=status)


@never_cache
@_read_or_send
def holidays(request: HttpRequest) -> HttpResponse:
    """The days on which the offices are closed, and one more."""
    municipality, role = coordinated(request)
    form = DayForm(municipality, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            declare_days(municipality=municipality, days=[day := form.declared()], role=str(role))
        except (DayIsPast, DayIsTaken) as refused:
            form.add_error("day", _refusal(refused))
        else:
            return _saved(request, municipality, day.day)
    return _page(request, municipality, {"form": form}, status=422 if form.errors else 200)


@never_cache
@_read_or_send
def holiday(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a day that was declared, or take it back."""
    found = get_object_or_404(Holiday.objects.select_related("municipality"), pk=pk, known_until=None)
    role = str(require(request.user, ACTION, found.municipality_id))
    removes = "remove" in request.POST
    sent = None if removes else request.POST or None
    form = DayForm(found.municipality, sent, holiday=found)
    if request.method == "POST" and (removes or form.is_valid()):
        try:
            if removes:
                remove_day(holiday=found, role=role)
            else:
                change_day(holiday=found, day=form.declared(), role=role)
            return _saved(request, found.municipality, found.day if removes else form.declared().day)
        except (DayIsPast, DayIsTaken) as refused:
            messages.error(request, _refusal(refused))
    context = {"municipality": found.municipality, "form": form, "holiday": found}
    return render(request, "reports/settings/holiday.html", context, status=422 if form.errors else 200)


@require_POST
def import_holidays(request: HttpRequest) -> HttpResponse:
    """Days off from a calendar file, with a word on what was taken and what not."""
    municipality, role = coordinated(request)
    form = CalendarFileForm(municipality, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, municipality, {"file_form": form}, status=422)
    try:
        n = declare_days(municipality=municipality, days=form.days, role=str(role))
    except (DayIsPast, DayIsTaken) as refused:
        form.add_error("file", _refusal(refused))
        return _page(request, municipality, {"file_form": form}, status=422)
    report = {"new": n, "known": len(form.days) - n, "days": form.days, "left_out": form.left_out()}
    return _page(request, municipality, {"report": report})


@require_POST
def take_over_holidays(request: HttpRequest) -> HttpResponse:
    """The country's public holidays of a year, as they stand now."""
    municipality, role = coordinated(request)
    days = _public_days(municipality, request.POST.get("year", ""))
    try:
        n = declare_days(municipality=municipality, days=days, role=str(role))
    except (DayIsPast, DayIsTaken) as refused:
        messages.error(request, _refusal(refused))
    else:
        messages.success(request, _("New days: %(n)d. They count for reports made from now on.") % {"n": n})
    return redirect(_of_year(municipality, days[0].day.year if days else today_in(municipality).year))


def _public_days(municipality: Municipality, year: str) -> list[Day]:
    today = today_in(municipality)
    if not (year.isdecimal() and today.year <= int(year) <= today.year + YEARS_AHEAD):
        return []
    known = set(municipality.holidays.filter(known_until=None).values_list("day", flat=True))
    found = public_days(municipality.country, int(year))
    return [
        Day(day, feast=settled(feast)) for day, feast in found.items() if day > today and day not in known
    ]


@never_cache
@_read_or_send
def working_hours(request: HttpRequest) -> HttpResponse:
    """From when to when the offices are open."""
    municipality, role = coordinated(request)
    form = WorkingWeekForm(calendar_of(municipality, settled_now()).week, request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_working_week(municipality=municipality, week=form.week(), role=str(role))
        messages.success(request, _("Saved. The hours count for reports made from now on."))
        return redirect(address_in("reports:working_hours", municipality))
    context = {"municipality": municipality, "form": form, "weeks": weeks_of(municipality)}
    return render(request, "reports/settings/working_hours.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, municipality: Municipality, day: date) -> HttpResponse:
    messages.success(request, _("Saved. It counts for reports made from now on."))
    return redirect(_of_year(municipality, day.year))


def _of_year(municipality: Municipality, year: int) -> str:
    """The page where what was just declared can be seen."""
    return f"{address_in('reports:holidays', municipality)}&year={year}"


def _refusal(refused: Exception) -> str:
    if isinstance(refused, DayIsTaken):
        return _("The opposite is declared for this day. Take that back first.")
    return _("Choose a day that lies ahead. What has begun cannot be changed any more.")
