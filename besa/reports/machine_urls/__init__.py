"""Addresses for machines about reports: tiles, photos, cards."""

from django.urls import URLPattern

app_name = "reports-data"
urlpatterns: list[URLPattern] = [
    # one line for each part: *photos.urlpatterns, *public.urlpatterns
]
