"""A draft becomes again what it was in a revision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from besa.people.models import User
from besa.publications.models import Block, Edition, Revision
from besa.publications.services.acting import open_for
from besa.publications.services.keeping import keep_save_point


def restore_revision(*, revision: Revision, by: User | None) -> None:
    """Write a revision's words and blocks over the draft, which is kept as a revision first.

    Whoever has a block of it open meanwhile gets a conflict, and loses nothing. Raises PublicationRefused("not_open").
    """
    edition, now = revision.edition, timezone.now()
    with transaction.atomic():
        open_for(edition, by, now)
        edition.refresh_from_db()
        keep_save_point(edition, by, now, always=True)
        head = {name: revision.content[name] for name in ("title", "subtitle", "summary", "authors")}
        Edition.objects.filter(pk=edition.pk).update(**head, version=F("version") + 1)
        _restore_blocks(edition, revision.content["blocks"], by, now)
    edition.refresh_from_db()


def _restore_blocks(edition: Edition, wanted: list[dict[str, Any]], by: User | None, now: datetime) -> None:
    there = {block.uid: block for block in edition.blocks.all()}
    edition.blocks.exclude(uid__in=[one["uid"] for one in wanted]).delete()
    changed, new = [], []
    for rank, one in enumerate(wanted, 1):
        block = there.get(one["uid"])
        if block is None:
            values = {
                "kind": one["kind"],
                "data": one["data"],
                "rank": rank,
                "source_digest": one.get("source", ""),
            }
            new.append(Block(edition=edition, uid=one["uid"], changed_at=now, changed_by=by, **values))
            continue
        if block.data != one["data"] or block.kind != one["kind"]:
            block.data, block.kind, block.version = one["data"], one["kind"], block.version + 1
            block.source_digest = one.get("source", "")
            block.changed_at, block.changed_by = now, by
        block.rank = rank
        changed.append(block)
    Block.objects.bulk_create(new)
    Block.objects.bulk_update(
        changed, ["rank", "kind", "data", "source_digest", "version", "changed_at", "changed_by"]
    )
