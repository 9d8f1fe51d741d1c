"""What the ledger's entries about publications mean, in words for everybody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from besa.ledger.verbs import register_verbs

register_verbs(
    {
        "publications.submitted": _("A publication was given to its reviewers"),
        "publications.returned": _("A publication was sent back to its authors"),
        "publications.approved": _("A person approved a publication"),
        "publications.scheduled": _("A publication was scheduled"),
        "publications.unscheduled": _("A publication is no longer scheduled"),
        "publications.published": _("A publication was published"),
        "publications.withdrawn": _("A publication was withdrawn"),
        "publications.corrected": _("A publication was corrected"),
    }
)
