"""Pages about reports."""

from django.urls import URLPattern

from besa.reports.urls import clock, moderation, public, settings, submission

app_name = "reports"
urlpatterns: list[URLPattern] = [
    *clock.urlpatterns,
    *settings.urlpatterns,
    *public.urlpatterns,
    *moderation.urlpatterns,
    *submission.urlpatterns,
]
