"""What the ledger's entries about deliveries mean, in words for everybody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from besa.ledger.verbs import register_verbs

register_verbs(
    {
        "delivery.recipient_added": _("A recipient of reports was added"),
        "delivery.recipient_changed": _("A recipient of reports was changed"),
        "delivery.recipient_removed": _("A recipient of reports was removed"),
        "delivery.retried": _("A report that did not arrive was sent again"),
        "delivery.limits_changed": _("The limits for alarms about deliveries were changed"),
        "delivery.cancelled": _("A report is not sent to one of its recipients"),
    }
)
