"""Core: what every app needs and no domain word belongs to."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "besa.core"
    label = "core"
