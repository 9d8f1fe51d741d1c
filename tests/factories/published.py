"""Published works for tests of reading, written row by row; how they come to be published is tested elsewhere."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils import timezone

from besa.people.models import Organisation
from besa.places.models import Municipality
from besa.publications.freezing import freeze_figures
from besa.publications.models import Block, Edition, Publication, Revision
from besa.publications.services.keeping import keep_revision

OPEN = "{{figure reports.open|municipality=peja}}"
TITLES = {"sq": "Zotimet e kryetares", "sr": "Обећања градоначелнице", "en": "What the mayor promised"}


def text(markdown: str) -> dict[str, Any]:
    """A block of text."""
    return {"kind": "text", "data": {"markdown": markdown}}


def a_work(
    slug: str = "zotimet",
    *,
    kind: str = "monitoring_report",
    organisation: str = "botuesi",
    municipality: Municipality | None = None,
    original: str = "sq",
) -> Publication:
    """A work with nothing written yet."""
    owner, _ = Organisation.objects.get_or_create(
        slug=organisation, defaults={"names": {"sq": organisation.title()}}
    )
    return Publication.objects.create(
        uid=sha256(slug.encode()).hexdigest()[:10],
        slug=slug,
        kind=kind,
        organisation=owner,
        municipality=municipality,
        original_language=original,
        created_at=timezone.now(),
    )


def a_draft_of(work: Publication, *blocks: dict[str, Any], language: str = "sq", title: str = "") -> Edition:
    """An edition in work."""
    edition = Edition.objects.create(
        publication=work,
        language=language,
        title=title or TITLES[language],
        subtitle="",
        summary=f"{TITLES[language]}.",
        authors=["Teuta Marku"] if language != "sr" else ["Теута Марку"],
        changed_at=timezone.now(),
    )
    for rank, block in enumerate(blocks or (text("Fjala e parë."),)):
        Block.objects.create(
            edition=edition, uid=f"b{rank:09d}", rank=rank, changed_at=timezone.now(), **block
        )
    return edition


def publish(edition: Edition, *, at: datetime | None = None, **changes: Any) -> Revision:
    """What the draft says now, published with its figures frozen."""
    at = at or timezone.now()
    rows = edition.blocks.order_by("rank").values("uid", "kind", "data")
    names = ("title", "subtitle", "summary", "authors")
    content = {**{name: getattr(edition, name) for name in names}, "blocks": list(rows), **changes}
    revision = keep_revision(
        edition=edition,
        occasion=Revision.Occasion.PUBLISHED,
        content=content,
        by=None,
        at=at,
        figures=freeze_figures(content, at=at, language=edition.language),
    )
    edition.public_revision, edition.state = revision, Edition.State.PUBLISHED
    edition.first_published_at = edition.first_published_at or at
    edition.withdrawn_at, edition.withdrawn_because = None, ""
    edition.save()
    return revision


def withdraw(edition: Edition, because: str = "Gabuam.") -> None:
    """Nobody may read it any more."""
    edition.state, edition.withdrawn_at, edition.withdrawn_because = "withdrawn", timezone.now(), because
    edition.save()
