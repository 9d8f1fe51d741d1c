"""The desk's pages. Settings of a municipality that stand below `desk/` belong to the apps whose data they are."""

from __future__ import annotations

from django.urls import path

from besa.desk.views import queue, report

app_name = "desk"
urlpatterns = [
    path("desk/", queue.queue, name="queue"),
    path("desk/reports/<int:pk>/", report.report_page, name="report"),
]
