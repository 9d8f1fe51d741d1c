"""Addresses without a language: the front door, health."""

from django.urls import path

from besa.site.views import health, home

app_name = "site-data"
urlpatterns = [
    path("", home.front_door, name="front_door"),
    path("healthz", health.healthz, name="healthz"),
]
