"""How long what belongs to alerts is kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from besa.alerts.services.forgetting import forget_told, forget_unconfirmed
from besa.core.retention import Rule, retention

retention.register(
    "alerts.unconfirmed",
    Rule(
        _("Addresses that wanted to follow something and never confirmed it"),
        14,
        _("after they were written"),
        forget_unconfirmed,
    ),
    rank=45,
)
retention.register(
    "alerts.told",
    # Longer than an event may be handed out again, so that nothing is told twice.
    Rule(_("What we told to whom about what you follow"), 60, _("after sending"), forget_told),
    rank=55,
)
