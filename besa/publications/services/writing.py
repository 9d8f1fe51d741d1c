"""Blocks are written, moved and deleted. Whoever saves second loses nothing: their text is kept as a conflict."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from besa.people.models import User
from besa.pledges.uids import new_uid
from besa.publications.blocks import digest_of, parse, shared_with, stored
from besa.publications.models import Block, Conflict, Edition
from besa.publications.queries.translations import original_block
from besa.publications.refusals import PublicationRefused
from besa.publications.services.acting import open_for
from besa.publications.services.keeping import keep_save_point

MAX_BLOCKS: Final = 400


def add_block(
    *, edition: Edition, kind: str, data: Mapping[str, Any], after: str | None, by: User | None
) -> Block:
    """A new block behind another one; `after` None: at the end, "": at the beginning.

    Raises BlockRefused, PublicationRefused ("not_open", "too_many_blocks").
    """
    plain, now = stored(parse(kind, data)), timezone.now()
    with transaction.atomic():
        open_for(edition, by, now)
        keep_save_point(edition, by, now)
        return _inserted(edition, kind, plain, after, by, now)


def save_block(
    *,
    edition: Edition,
    uid: str,
    data: Mapping[str, Any],
    seen: int,
    by: User | None,
    source: str = "",
) -> Block | Conflict:
    """Write a block over the version that was seen; a Conflict when a colleague changed or deleted it since.

    In a translation, what is no words comes from the original, and `source` is the digest of the original's block that
    the translator had before them. Raises BlockRefused, PublicationRefused ("not_open", "no_block").
    """
    held = edition.blocks.filter(uid=uid).first()
    kind = held.kind if held else _kind_once(edition, uid)
    original = original_block(edition, uid, kind)
    whole = shared_with(kind, original.data, data) if original else data
    plain, now = stored(parse(kind, whole)), timezone.now()
    with transaction.atomic():
        open_for(edition, by, now)
        keep_save_point(edition, by, now)
        columns: dict[str, Any] = {"data": plain, "changed_at": now, "changed_by": by}
        if original is not None:
            columns["source_digest"] = source or digest_of(original.kind, original.data)
        rows = Block.objects.filter(edition=edition, uid=uid)
        if rows.filter(version=seen).update(version=F("version") + 1, **columns):
            return rows.get()
        there = rows.first()
        if there is not None and there.data == plain:
            return there  # sent twice, or both wrote the same
        return Conflict.objects.create(
            edition=edition, block=uid, kind=kind, data=plain, seen=seen, by=by, made_at=now
        )


def move_block(*, edition: Edition, uid: str, by: User | None, up: bool) -> bool:
    """Change places with the block before or behind; False at the end of the way. Raises PublicationRefused."""
    now = timezone.now()
    with transaction.atomic():
        open_for(edition, by, now)
        blocks = list(edition.blocks.only("uid", "rank"))
        place = next((number for number, block in enumerate(blocks) if block.uid == uid), None)
        if place is None:
            raise PublicationRefused("no_block")
        other = place - 1 if up else place + 1
        if not 0 <= other < len(blocks):
            return False
        blocks[place], blocks[other] = blocks[other], blocks[place]
        for rank, block in enumerate(blocks, 1):
            block.rank = rank
        Block.objects.bulk_update(blocks, ["rank"])
    return True


def delete_block(*, edition: Edition, uid: str, seen: int, by: User | None) -> None:
    """Delete a block; what it said stays in the revisions.

    Raises PublicationRefused ("not_open", "no_block", "changed_meanwhile").
    """
    now = timezone.now()
    with transaction.atomic():
        open_for(edition, by, now)
        keep_save_point(edition, by, now, always=True)
        rows = Block.objects.filter(edition=edition, uid=uid)
        if not rows.filter(version=seen).delete()[0]:
            raise PublicationRefused("changed_meanwhile" if rows.exists() else "no_block")


def settle_conflict(
    *,
    conflict: Conflict,
    keep: Literal["mine", "theirs", "both"],
    data: Mapping[str, Any] | None,
    seen: int,
    by: User | None,
) -> Conflict | None:
    """Decide between two texts: the second one (as kept, or as `data` has it now), the one that is there, or both.

    `seen` is the version of the block on the page; another Conflict when it changed again meanwhile. Raises
    BlockRefused, PublicationRefused ("not_open", "settled").
    """
    edition, now = conflict.edition, timezone.now()
    plain = stored(parse(conflict.kind, conflict.data if data is None else data))
    with transaction.atomic():
        open_for(edition, by, now)
        unsettled = Conflict.objects.filter(pk=conflict.pk, settled_at__isnull=True)
        if not unsettled.update(settled_at=now, settled_by=by):
            raise PublicationRefused("settled")
        there = edition.blocks.filter(uid=conflict.block).first()
        if keep == "theirs":
            return None
        if keep == "both" or there is None:
            _inserted(edition, conflict.kind, plain, there.uid if there else None, by, now)
            return None
        saved = save_block(edition=edition, uid=there.uid, data=plain, seen=seen, by=by)
        return saved if isinstance(saved, Conflict) else None


def _inserted(
    edition: Edition, kind: str, plain: dict[str, Any], after: str | None, by: User | None, now: datetime
) -> Block:
    blocks = edition.blocks.all()
    if blocks.count() >= MAX_BLOCKS:
        raise PublicationRefused("too_many_blocks")
    if after is None:
        rank = (blocks.aggregate(last=Max("rank"))["last"] or 0) + 1
    else:
        before = blocks.filter(uid=after).values_list("rank", flat=True).first()
        if before is None and after:
            raise PublicationRefused("no_block")
        rank = (before or 0) + 1
        blocks.filter(rank__gte=rank).update(rank=F("rank") + 1)
    return Block.objects.create(
        edition=edition, uid=new_uid(), rank=rank, kind=kind, data=plain, changed_at=now, changed_by=by
    )


def _kind_once(edition: Edition, uid: str) -> str:
    """Of a block that was deleted while somebody wrote it, as the revisions know it."""
    for revision in edition.revisions.order_by("-number")[:20]:
        for block in revision.content["blocks"]:
            if block["uid"] == uid:
                return str(block["kind"])
    raise PublicationRefused("no_block")
