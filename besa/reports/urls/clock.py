"""Deadlines: why they are what they are, and what a coordinator promises."""

from __future__ import annotations

from django.urls import path

from besa.reports.views import calendars, clock, escalation, promising

urlpatterns = [
    path("reports/<int:pk>/deadlines/", clock.why, name="why"),
    path("desk/reports/<int:pk>/clock/", clock.clock, name="clock"),
    path("desk/reports/<int:pk>/clock/pause/", clock.pause, name="pause"),
    path("desk/deadlines/", promising.deadlines, name="deadlines"),
    path("desk/deadlines/all/", promising.common_deadlines, name="common_deadlines"),
    path("desk/deadlines/category/<slug:key>/", promising.category_deadlines, name="category_deadlines"),
    path("desk/days-off/", calendars.holidays, name="holidays"),
    path("desk/days-off/import/", calendars.import_holidays, name="import_holidays"),
    path("desk/days-off/take-over/", calendars.take_over_holidays, name="take_over_holidays"),
    path("desk/days-off/<int:pk>/", calendars.holiday, name="holiday"),
    path("desk/working-hours/", calendars.working_hours, name="working_hours"),
    path("desk/reminders/", escalation.escalation, name="escalation"),
    path("desk/reminders/<int:pk>/end/", escalation.end_step, name="end_step"),
    path("desk/reminders/pauses/", escalation.limits, name="pause_limits"),
]
