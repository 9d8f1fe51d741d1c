"""Who is told, and how."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "besa.alerts"
    label = "alerts"
