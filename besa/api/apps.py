"""The typed JSON API and bulk downloads."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "besa.api"
    label = "api"
