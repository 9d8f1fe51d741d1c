"""Addresses of the API for programs."""

from django.urls import path

from besa.api.application import BASE, patterns
from besa.api.views import describing

app_name = "api"
urlpatterns = [
    path(f"{BASE}openapi.json", describing.openapi, name="openapi"),
    *patterns(),
    path(BASE, describing.nowhere, name="root"),
    path(f"{BASE}<path:rest>", describing.nowhere, name="nowhere"),
]
