"""How long what citizens send on pledges is kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from besa.core.retention import YEAR, Rule, retention
from besa.pledges.services.contributing import forget_refused, forget_senders, forget_unconfirmed

retention.register(
    "pledges.unconfirmed",
    Rule(
        _("What was sent on a pledge and never confirmed by mail"),
        30,
        _("after it was sent"),
        forget_unconfirmed,
    ),
    rank=50,
)
retention.register(
    "pledges.refused",
    Rule(
        _("What was sent on a pledge and not accepted, with its files"),
        90,
        _("after a monitor decided"),
        forget_refused,
    ),
    rank=51,
)
retention.register(
    "pledges.senders",
    Rule(
        _("E-mail address and words of who sent evidence on a pledge"),
        YEAR,
        _("after a monitor accepted it"),
        forget_senders,
    ),
    rank=52,
)
