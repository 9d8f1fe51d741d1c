"""Which of our mails stands for which of allauth's, and the words for each change of an account."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: allauth's template → our template. Anybody can cause these by typing an address, so they are limited.
ASKED_FOR = {
    "account/email/login_code": "people/mail/sign_in_code.txt",
    "account/email/email_confirmation": "people/mail/email_code.txt",
    "account/email/email_confirmation_signup": "people/mail/email_code.txt",
    "account/email/unknown_account": "people/mail/unknown_account.txt",
    "account/email/account_already_exists": "people/mail/account_exists.txt",
    "account/email/password_reset_code": "people/mail/password_code.txt",
}
#: allauth's template → what happened. Always sent: the owner must hear of a change somebody else made.
CHANGES: dict[str, Promise] = {
    "account/email/email_changed": _("The e-mail address of your account was changed."),
    "account/email/email_confirm": _("The e-mail address of your account was confirmed."),
    "account/email/email_deleted": _("An e-mail address was removed from your account."),
    "account/email/password_changed": _("The password of your account was changed."),
    "account/email/password_reset": _("The password of your account was set anew."),
    "account/email/password_set": _("A password was set for your account."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account."),
    "mfa/email/totp_activated": _("An authenticator app was added to your account."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed from your account."),
    "mfa/email/webauthn_added": _("A passkey or security key was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey or security key was removed from your account."),
}
