"""Addresses without a language: the front door, health."""

from django.urls import path

from besa.site.views import home

app_name = "site-data"
urlpatterns = [
    path("", home.front_door, name="front_door"),
    path("healthz", home.healthz, name="healthz"),
]
