"""Pages about reports."""

from django.urls import URLPattern

from besa.reports.urls import moderation, public, settings, submission

app_name = "reports"
urlpatterns: list[URLPattern] = [
    *settings.urlpatterns,
    *public.urlpatterns,
    *moderation.urlpatterns,
    *submission.urlpatterns,
]
