"""What the ledger's entries about people and offices mean, in words for everybody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from besa.ledger.verbs import register_verbs

register_verbs(
    {
        "people.department_created": _("A department was added"),
        "people.department_changed": _("A department was changed"),
        "people.organisation_created": _("An organisation was added"),
        "people.membership_started": _("Somebody was given a role"),
        "people.membership_ended": _("Somebody gave up or lost a role"),
        "people.account_deleted": _("Somebody deleted an account"),
    }
)
