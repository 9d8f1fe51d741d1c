"""Pages that join all apps: home, municipality, search, the ledger, the desk's front door."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "besa.site"
    label = "site"
