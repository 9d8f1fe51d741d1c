"""What the numbers say."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "besa.insights"
    label = "insights"
