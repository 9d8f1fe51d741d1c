"""What publications keep of somebody who signs in, for the person who asks for a copy."""

from __future__ import annotations

from typing import Any

from besa.people.models import User
from besa.people.own_data import own_data
from besa.publications.models import Approval, Comment


def _publishing(user: User) -> dict[str, Any]:
    """What they said of texts, and for which they stand."""
    comments = Comment.objects.filter(by=user).select_related("edition__publication")
    approvals = Approval.objects.filter(by=user).select_related("revision__edition__publication")
    return {
        "comments": [
            {"publication": one.edition.publication.slug, "text": one.text, "at": one.made_at.isoformat()}
            for one in comments
        ],
        "approvals": [
            {"publication": one.revision.edition.publication.slug, "at": one.made_at.isoformat()}
            for one in approvals
        ],
    }


own_data.register("publications", _publishing, rank=70)
