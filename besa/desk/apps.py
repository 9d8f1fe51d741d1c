"""Where officials work on reports."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "besa.desk"
    label = "desk"
