"""Pages about reports."""

from django.urls import URLPattern

from besa.reports.urls import desk, moderation, public, submission

app_name = "reports"
urlpatterns: list[URLPattern] = [
    *desk.urlpatterns,
    *public.urlpatterns,
    *moderation.urlpatterns,
    *submission.urlpatterns,
    # one line for each part: *submission.urlpatterns, *photos.urlpatterns, *public.urlpatterns, *desk.urlpatterns
]
