"""What the ledger's entries about infographics mean, in words for everybody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from besa.ledger.verbs import register_verbs

register_verbs(
    {
        "insights.board_arranged": _("An editor put an infographic in other words or another order"),
        "insights.arrangement_dropped": _("An infographic is again as Besa makes it"),
        "insights.finding_added": _("A survey's finding was added"),
        "insights.finding_withdrawn": _("A survey's finding was taken back"),
    }
)
