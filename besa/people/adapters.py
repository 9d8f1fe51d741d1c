"""How allauth fits Besa: its mails go through the outbox, in the reader's language and brand."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from besa.core.languages import SQ
from besa.core.links import absolute_url
from besa.core.network import scrambled_address
from besa.core.services import queue_mail
from besa.people.account_mails import ASKED_FOR, CHANGES
from besa.people.mail_allowance import may_be_mailed
from besa.people.models import User

#: what our mails say of what allauth tells
SHOWN = ("code", "timestamp", "user_agent")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail address."""

    def new_user(self, request: HttpRequest) -> User:
        """A person who signs up reads the language of the page they sign up on."""
        return User(language=get_language() or SQ)

    def get_client_ip(self, request: HttpRequest) -> str:
        """A scrambled mark of the network address: it is counted and listed, and never kept as it is."""
        return scrambled_address(str(super().get_client_ip(request)))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account."""
        return reverse("people:account")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """A changed address leads back to the account, a first one to where sign-in leads."""
        if self.request.user.is_authenticated:
            return reverse("people:account")
        return str(super().get_email_verification_redirect_url(email_address))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue our mail for one of allauth's. KeyError for one that nobody wrote a text for.

        A mail that anybody could cause is dropped without a word when the recipient had too many: an answer
        would tell a stranger who has an account.
        """
        request = current.request
        language = get_language() or SQ
        brand = request.session.get("brand") or request.brand.key
        template = ASKED_FOR.get(template_prefix, "people/mail/account_change.txt")
        values: dict[str, Any] = {key: context[key] for key in SHOWN if key in context}
        if template_prefix in ASKED_FOR:
            if not may_be_mailed(email):
                return
        else:
            values["change"] = CHANGES[template_prefix]
        values["account_address"] = absolute_url("people:account", language=language, brand=brand)
        values["sign_in_address"] = absolute_url("account_login", language=language, brand=brand)
        values["sign_up_address"] = absolute_url("account_signup", language=language, brand=brand)
        with transaction.atomic():
            queue_mail(
                kind="people." + template_prefix.rpartition("/")[2],
                subject_key=f"account:{email.lower()}"[:80],
                recipient=email,
                language=language,
                brand=brand,
                template=template,
                context=values,
            )


class MFAAdapter(DefaultMFAAdapter):
    """Second factors."""

    def get_totp_issuer(self) -> str:
        """The brand the person knows, as the name in their authenticator app."""
        return str(current.request.brand.name)

    def _get_site_name(self) -> str:
        return str(current.request.brand.name)
