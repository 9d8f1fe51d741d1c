"""Pages about reports."""

from django.urls import URLPattern

app_name = "reports"
urlpatterns: list[URLPattern] = [
    # one line for each part: *submission.urlpatterns, *photos.urlpatterns, *public.urlpatterns, *desk.urlpatterns
]
