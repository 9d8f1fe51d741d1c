"""Who may open which address: the one table.

Each address is listed by its name. A new one needs one line here; `tests/architecture/test_access.py` fails on an
address that is missing, and tries each as everybody.

`who_may(action, of=…)` takes an action of `people/permissions.py`. `of` says what the address is about, so that the
test can also try what belongs to another municipality: "municipality" (`?municipality=slug` or a slug in the path),
"report", "photo", "department", "membership", "run", "mail" (a primary key), or nothing.
"""

from __future__ import annotations

from besa.people.access import PUBLIC, SECURING, SIGNED_IN, SIGNING_IN, Access, declare, who_may

URL_ACCESS: dict[str, Access] = {
    # Machines and the frame of every page
    "core:manifest": PUBLIC,
    "core:service_worker": PUBLIC,
    "core:app_icon": PUBLIC,
    "core:maskable_icon": PUBLIC,
    "core:challenge": PUBLIC,
    "core:dev_mails": PUBLIC,  # answers only where debugging is on, which is refused off loopback
    "core:dev_mail": PUBLIC,
    "core:dev_mail_html": PUBLIC,
    "core:dev_components": PUBLIC,
    "site-data:front_door": PUBLIC,
    "site-data:healthz": PUBLIC,
    # The ledger is for everybody
    "ledger:checkpoint": PUBLIC,
    "ledger:vkey": PUBLIC,
    "ledger:epochs": PUBLIC,
    "ledger:entries": PUBLIC,
    "ledger:tile": PUBLIC,
    "ledger:inclusion": PUBLIC,
    "ledger:consistency": PUBLIC,
    "ledger:verifier": PUBLIC,
    "ledger:export": PUBLIC,
    "site:ledger": PUBLIC,
    "site:ledger_checking": PUBLIC,
    "site:ledger_entry": PUBLIC,
    "site:ledger_atom": PUBLIC,
    "site:ledger_json": PUBLIC,
    # What everybody sees
    "site:home": PUBLIC,
    "site:about": PUBLIC,
    "site:how_it_works": PUBLIC,
    "site:privacy": PUBLIC,
    "site:accessibility": PUBLIC,
    "site:open_data": PUBLIC,
    "site:offline": PUBLIC,
    "site:municipalities": PUBLIC,
    "site:municipality": PUBLIC,
    "site:search": PUBLIC,
    "places:search": PUBLIC,
    "reports:map": PUBLIC,
    "reports:spot": PUBLIC,
    "reports:map_card": PUBLIC,
    "reports:detail": PUBLIC,
    "reports:feed_all": PUBLIC,
    "reports:feed": PUBLIC,
    "reports:me_too": PUBLIC,
    "reports:print": PUBLIC,
    "reports:new": PUBLIC,
    "reports:first_photo": PUBLIC,
    "reports:similar": PUBLIC,
    "reports:same": PUBLIC,
    "reports:offline": PUBLIC,
    "reports:abuse": PUBLIC,
    "reports:verdict": PUBLIC,
    # The secret in the address is the permission
    "reports:receipt": PUBLIC,
    "reports:receipt_add": PUBLIC,
    "reports:receipt_withdraw": PUBLIC,
    "reports:receipt_resend": PUBLIC,
    "reports:confirm": PUBLIC,
    "reports:own_data": PUBLIC,
    "reports:erase_own": PUBLIC,
    "reports:private_verdict": PUBLIC,
    "reports-data:tile": PUBLIC,
    "reports-data:boundaries": PUBLIC,
    "reports-data:photo": PUBLIC,
    "reports-data:report_card": PUBLIC,
    "reports-data:municipality_card": PUBLIC,
    # Figures, and what is drawn of them
    "insights-data:chart": PUBLIC,
    # Open311 for other programs; taking a report asks for an API key, which the view checks
    "open311:discovery": PUBLIC,
    "open311:discovery_above": PUBLIC,
    "open311:services": PUBLIC,
    "open311:service": PUBLIC,
    "open311:requests": PUBLIC,
    "open311:request": PUBLIC,
    "open311:token": PUBLIC,
    "open311:updates": PUBLIC,
    # Mails about a report: the keys in the addresses are the permission
    "alerts:follow": PUBLIC,
    "alerts:confirm": PUBLIC,
    "alerts:stop": PUBLIC,
    "alerts:stop_reporter": PUBLIC,
    # Signing in
    "account_login": SIGNING_IN,
    "account_logout": SIGNING_IN,
    "account_inactive": SIGNING_IN,
    "account_signup": SIGNING_IN,
    "account_reset_password": SIGNING_IN,
    "account_confirm_password_reset_code": SIGNING_IN,
    "account_complete_password_reset": SIGNING_IN,
    "account_password_reset_completed": SIGNING_IN,
    "account_request_login_code": SIGNING_IN,
    "account_confirm_login_code": SIGNING_IN,
    "account_email_verification_sent": SIGNING_IN,
    "mfa_authenticate": SIGNING_IN,
    "mfa_login_webauthn": SIGNING_IN,
    # Making an account safe; administrators get here before they have a second factor
    "account_reauthenticate": SECURING,
    "account_email": SECURING,
    "mfa_index": SECURING,
    "mfa_reauthenticate": SECURING,
    "mfa_reauthenticate_webauthn": SECURING,
    "mfa_activate_totp": SECURING,
    "mfa_add_webauthn": SECURING,
    # One's own account
    "people:account": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "usersessions_list": SIGNED_IN,
    "site:after_sign_in": SIGNED_IN,
    # The desk
    "desk:queue": who_may("desk.see"),
    "desk:report": who_may("desk.see", of="report"),
    "people:members": who_may("members.edit", of="municipality"),
    "people:end_membership": who_may("members.edit", of="membership"),
    "people:departments": who_may("departments.edit", of="municipality"),
    "people:department": who_may("departments.edit", of="department"),
    "reports:moderation": who_may("reports.moderate"),
    "reports:moderate_report": who_may("reports.moderate", of="report"),
    "reports:erase_report": who_may("reports.erase", of="report"),
    "reports:moderate_photo": who_may("reports.moderate", of="photo"),
    "reports:moderated_picture": who_may("reports.moderate", of="photo"),
    "reports:categories": who_may("categories.edit", of="municipality"),
    "reports:municipality_settings": who_may("categories.edit", of="municipality"),
    "reports:new_category": who_may("categories.edit", of="municipality"),
    "reports:category": who_may("categories.edit", of="municipality"),
    "reports:new_question": who_may("categories.edit", of="municipality"),
    "reports:question": who_may("categories.edit", of="municipality"),
    # Administration
    "people:new_organisation": who_may("organisations.edit"),
    "site:administration": who_may("administration.see"),
    "site:outbox": who_may("outbox.retry"),
    "site:retry_run": who_may("outbox.retry", of="run"),
    "site:retry_mail": who_may("outbox.retry", of="mail"),
}


def apply() -> None:
    """Let the middleware know the table."""
    declare(URL_ACCESS)
