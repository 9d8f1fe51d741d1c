"""Citizens' reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "besa.reports"
    label = "reports"
