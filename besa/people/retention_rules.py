"""How long accounts and sessions are kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from besa.core.retention import Rule, retention
from besa.people.services.forgetting import forget_sessions, forget_unconfirmed

retention.register(
    "people.sessions",
    Rule(_("Which browsers you are signed in with"), 1, _("after the session has ended"), forget_sessions),
    rank=30,
)
retention.register(
    "people.unconfirmed",
    Rule(_("Accounts whose address nobody confirmed"), 30, _("after they were made"), forget_unconfirmed),
    rank=40,
)
