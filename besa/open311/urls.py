"""Addresses of Open311 GeoReport v2."""

from django.urls import path

from besa.open311 import converters, views

__all__ = ["app_name", "converters", "urlpatterns"]

app_name = "open311"
_FORM = "<open311_form:form>"
urlpatterns = [
    path(f"open311/discovery.{_FORM}", views.discovery, name="discovery_above"),
    path(f"open311/v2/discovery.{_FORM}", views.discovery, name="discovery"),
    path(f"open311/v2/services.{_FORM}", views.services, name="services"),
    path(f"open311/v2/services/<str:code>.{_FORM}", views.service, name="service"),
    path(f"open311/v2/requests.{_FORM}", views.requests, name="requests"),
    path(f"open311/v2/requests/<str:number>.{_FORM}", views.request_of_number, name="request"),
    path(f"open311/v2/tokens/<str:token>.{_FORM}", views.token, name="token"),
    path(f"open311/v2/servicerequestupdates.{_FORM}", views.updates, name="updates"),
    path(f"open311/v2/<path:rest>.{_FORM}", views.unknown, name="unknown"),
    path("open311/v2/<path:rest>", views.unknown, {"form": "xml"}, name="unknown_form"),
]
