"""Addresses for machines about reports: tiles, photos, cards."""

from django.urls import URLPattern, URLResolver

from besa.reports.machine_urls import photos, public

app_name = "reports-data"
urlpatterns: list[URLPattern | URLResolver] = [
    *photos.urlpatterns,
    *public.urlpatterns,
]
