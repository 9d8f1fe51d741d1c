"""How long what belongs to reports is kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from besa.core.retention import YEAR, Rule, retention
from besa.reports.services.retention import (
    forget_complaints,
    forget_contacts,
    forget_devices,
    forget_unconfirmed,
)

retention.register(
    "reports.contacts",
    Rule(
        _("Name, e-mail address and phone number of who reported"),
        2 * YEAR,
        _("after the report was closed"),
        forget_contacts,
    ),
    rank=10,
)
retention.register(
    "reports.unconfirmed",
    Rule(
        _("Reports whose sender never confirmed them by mail"),
        30,
        _("after they were sent"),
        forget_unconfirmed,
    ),
    rank=20,
)
retention.register(
    "reports.devices",
    Rule(
        _("Scrambled marks of devices that said me too, or judged a repair"),
        YEAR,
        _("after they said so"),
        forget_devices,
    ),
    rank=25,
)
retention.register(
    "reports.complaints",
    Rule(
        _("Complaints about what stands on a page"),
        YEAR,
        _("after a moderator dealt with them"),
        forget_complaints,
    ),
    rank=28,
)
