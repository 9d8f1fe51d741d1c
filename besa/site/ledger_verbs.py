"""What the ledger's entries about the installation mean, in words for everybody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from besa.ledger.verbs import register_verbs

register_verbs({"outbox.discarded": _("An administrator gave up sending something that had failed")})
