"""Addresses of the API for programs."""

from django.urls import path

from besa.api import converters
from besa.api.application import BASE, patterns
from besa.api.views import describing, downloads

__all__ = ["app_name", "converters", "urlpatterns"]

app_name = "api"
urlpatterns = [
    path(f"{BASE}openapi.json", describing.openapi, name="openapi"),
    *patterns(),
    path("downloads/reports/datapackage.json", downloads.package, name="package"),
    path("downloads/reports/<slug:scope>.<data_form:form>", downloads.file, name="file"),
    path(BASE, describing.nowhere, name="root"),
    path(f"{BASE}<path:rest>", describing.nowhere, name="nowhere"),
]
