"""Recipients, what was sent to them, and what came back."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "besa.delivery"
    label = "delivery"
