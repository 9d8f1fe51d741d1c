"""Accounts and roles."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "besa.people"
    label = "people"
