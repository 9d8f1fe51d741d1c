"""Besa's addresses and "hello"."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from besa.config.urls import urlpatterns as besa_urlpatterns


def hello(request: HttpRequest) -> HttpResponse:
    """The least that a request can cost."""
    return HttpResponse("hello")


urlpatterns = [path("bench/hello", hello), *besa_urlpatterns]
