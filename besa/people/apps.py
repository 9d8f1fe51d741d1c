"""Accounts and roles."""

from importlib import import_module

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from besa.core.navigation import MenuLink, menu


def _signed_in(request: HttpRequest) -> bool:
    return hasattr(request, "user") and request.user.is_authenticated


def _signed_out(request: HttpRequest) -> bool:
    return not _signed_in(request)


class PeopleConfig(AppConfig):
    name = "besa.people"
    label = "people"

    def ready(self) -> None:
        """Listen to allauth, and fill the menu of the account."""
        import_module("besa.people.listeners")
        import_module("besa.people.kept_data")
        import_module("besa.people.ledger_verbs")
        import_module("besa.people.retention_rules")
        menu("account").register(
            "sign_in", MenuLink("account_login", _("Sign in"), icon="person", shown_to=_signed_out), rank=90
        )
        menu("account").register(
            "account",
            MenuLink("people:account", _("My account"), icon="person", shown_to=_signed_in),
            rank=90,
        )
