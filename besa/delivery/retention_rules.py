"""How long mails from officials are kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from besa.core.retention import Rule, retention
from besa.delivery.services.forgetting import forget_notes, forget_unread

retention.register(
    "delivery.unread",
    Rule(_("Mails from officials that could not be read"), 30, _("after they came"), forget_unread),
    rank=65,
)
retention.register(
    "delivery.notes",
    Rule(_("That a mail from an official came, without its words"), 90, _("after they came"), forget_notes),
    rank=66,
)
