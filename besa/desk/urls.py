"""The desk's pages. Settings of a municipality that stand below `desk/` belong to the apps whose data they are."""

from __future__ import annotations

from django.urls import path

from besa.desk.views import bulk, field, mentions, queue, queue_file, report, saved_views, templates

app_name = "desk"
urlpatterns = [
    path("desk/", queue.queue, name="queue"),
    path("desk/reports.csv", queue_file.queue_file, name="queue_file"),
    path("desk/reports/<int:pk>/", report.report_page, name="report"),
    path("desk/bulk/", bulk.bulk, name="bulk"),
    path("desk/bulk/<int:pk>/", bulk.bulk_act, name="bulk_act"),
    path("desk/views/new/", saved_views.new_saved_view, name="new_saved_view"),
    path("desk/views/<int:pk>/", saved_views.saved_view, name="saved_view"),
    path("desk/field/", field.field, name="field"),
    path("desk/field/offline/", field.field_offline, name="field_offline"),
    path("desk/field/<int:pk>/", field.field_act, name="field_act"),
    path("desk/mentions/", mentions.mentions, name="mentions"),
    path("desk/templates/", templates.templates, name="templates"),
    path("desk/templates/new/", templates.new_template, name="new_template"),
    path("desk/templates/<int:pk>/", templates.template, name="template"),
]
