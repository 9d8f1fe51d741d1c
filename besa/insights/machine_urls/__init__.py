"""Addresses for machines about figures: files of charts, infographics and posters."""

from django.urls import URLPattern, URLResolver

from besa.insights.machine_urls import charts, editions, figures

app_name = "insights-data"
urlpatterns: list[URLPattern | URLResolver] = [
    *charts.urlpatterns,
    *figures.urlpatterns,
    *editions.urlpatterns,
]
