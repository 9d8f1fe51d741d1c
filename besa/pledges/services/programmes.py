"""Programmes: archived when they come, and the mandate knows that there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from besa.people.models import User
from besa.pledges.models import Document, Mandate, Programme
from besa.pledges.services.acting import Refused, tell


@dataclass(frozen=True)
class ProgrammeFacts:
    """What is known of a programme beside its file."""

    title: str
    language: str
    url: str = ""
    published_on: date | None = None


def add_programme(
    *, mandate: Mandate, facts: ProgrammeFacts, document: Document | None, by: User, role: str = "monitor"
) -> Programme:
    """Put an archived file, page or photo, or a link to a recording, to a mandate. Raises Refused("no_source")."""
    if document is None and not facts.url:
        raise Refused("no_source")
    with transaction.atomic():
        programme = Programme.objects.create(
            mandate=mandate,
            title=facts.title.strip(),
            language=facts.language,
            medium=document.kind if document else Programme.Medium.VIDEO,
            url=facts.url,
            published_on=facts.published_on,
            document=document,
            added_by=by,
            added_at=timezone.now(),
        )
        Mandate.objects.filter(pk=mandate.pk).update(programme_state=Mandate.ProgrammeState.PUBLISHED)
        tell(
            "pledges.programme_added",
            mandate,
            role,
            medium=str(programme.medium),
            about={"sha256": document.sha256} if document and document.sha256 else None,
        )
    mandate.programme_state = Mandate.ProgrammeState.PUBLISHED
    return programme
