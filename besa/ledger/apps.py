"""The public ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "besa.ledger"
    label = "ledger"
