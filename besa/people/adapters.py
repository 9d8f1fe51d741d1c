"""How allauth fits Besa: its mails go through the outbox, in the reader's language and brand."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts by e-mail address."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors."""
